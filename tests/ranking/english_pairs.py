"""Needs and profiles that belong together, each in both languages: (English need, Chinese need, Chinese profile,
English profile). Written for the tests; several trades lie close to each other on purpose."""

from __future__ import annotations

PAIRS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Our LFP cells lose capacity below -20 °C; we look for an electrolyte formula that keeps 80 % at -30 °C.",
        "磷酸铁锂电池零下二十度以下容量衰减，寻找零下三十度保持八成容量的电解液配方。",
        "低温锂离子电池电解液添加剂与界面膜调控",
        "Low-temperature lithium-ion electrolytes: additives and control of the interphase film",
    ),
    (
        "Anode powder agglomerates when graphite is coated with silicon; first-cycle efficiency is below 85 %.",
        "石墨包覆硅负极粉体团聚，首次效率不到百分之八十五。",
        "硅碳复合负极材料的制备与首效提升",
        "Silicon-carbon composite anodes: preparation and first-cycle efficiency",
    ),
    (
        "Roadway floor heave at 900 m depth destroys the support within three months.",
        "九百米深巷道底鼓严重，支护三个月内破坏。",
        "深部软岩巷道底鼓机理与锚注支护",
        "Floor heave of deep soft-rock roadways and grouted bolt support",
    ),
    (
        "We want to drain gas ahead of the working face with long directional boreholes.",
        "想在工作面前方用长距离定向钻孔抽采瓦斯。",
        "煤层瓦斯定向长钻孔抽采技术",
        "Gas drainage of coal seams by long directional boreholes",
    ),
    (
        "Brine from reverse osmosis cannot be discharged any more; we need zero liquid discharge at low energy cost.",
        "反渗透浓盐水不能再外排，需要低能耗零排放。",
        "高盐废水蒸发结晶与分盐零排放",
        "Zero discharge of saline wastewater by evaporation and salt separation",
    ),
    (
        "Printing and dyeing effluent keeps its colour after biological treatment.",
        "印染废水生化处理后色度仍然超标。",
        "印染废水臭氧催化氧化深度脱色",
        "Catalytic ozonation for colour removal of dyeing effluent",
    ),
    (
        "Nitrogen in our outlet rises in winter when the nitrifying sludge slows down.",
        "冬季硝化污泥活性下降，出水总氮升高。",
        "低温生物脱氮菌剂与污水处理厂冬季稳定运行",
        "Cold-adapted denitrifying bacteria and stable winter operation of sewage plants",
    ),
    (
        "Steamed bread goes stale and crumbles on the third day at room temperature.",
        "馒头常温第三天就老化掉渣。",
        "淀粉回生抑制与面制主食保鲜",
        "Retarding starch retrogradation; keeping wheat staple foods fresh",
    ),
    (
        "Mushroom sauce ferments in the jar; we look for a mild sterilisation that keeps the taste.",
        "香菇酱灌装后胀瓶，需要保留风味的温和杀菌。",
        "食用菌调味品发酵与非热杀菌",
        "Fermented mushroom condiments and non-thermal sterilisation",
    ),
    (
        "Peaches brown inside after two weeks of cold storage.",
        "桃子冷藏两周后果肉褐变。",
        "核果类果实冷害与采后保鲜",
        "Chilling injury and postharvest storage of stone fruit",
    ),
    (
        "We need wheat varieties that resist Fusarium head blight and still mill to strong flour.",
        "需要抗赤霉病又能加工强筋粉的小麦品种。",
        "强筋小麦抗病育种与分子标记选择",
        "Breeding of strong-gluten wheat for disease resistance with molecular markers",
    ),
    (
        "The peanut harvester loses too many pods in sticky soil.",
        "黏重土壤花生收获机掉果率高。",
        "花生联合收获机减损与挖掘部件设计",
        "Peanut combine harvesters: digging parts and reduction of losses",
    ),
    (
        "Insulators on our 220 kV line flash over in icy fog.",
        "二百二十千伏线路绝缘子雾冰闪络。",
        "输电线路绝缘子污闪覆冰闪络防治",
        "Prevention of pollution and icing flashover of line insulators",
    ),
    (
        "Cable insulation of cross-linked polyethylene shows water trees after eight years.",
        "交联聚乙烯电缆绝缘运行八年出现水树。",
        "交联聚乙烯绝缘老化与水树抑制",
        "Ageing of XLPE insulation and suppression of water treeing",
    ),
    (
        "Weld seams of aluminium battery trays crack after shaking tests.",
        "铝合金电池托盘焊缝振动试验后开裂。",
        "铝合金搅拌摩擦焊接头疲劳性能",
        "Fatigue of friction-stir welded aluminium joints",
    ),
    (
        "Gear noise of our electric axle exceeds the limit at 12,000 rpm.",
        "电驱动桥一万二千转时齿轮噪声超标。",
        "高速齿轮修形与减振降噪",
        "Tooth modification of high-speed gears for low noise",
    ),
    (
        "Camera inspection of needle tips misses burrs smaller than 10 micrometres.",
        "针尖视觉检测漏检十微米以下毛刺。",
        "微小缺陷机器视觉在线检测",
        "In-line machine vision for tiny surface defects",
    ),
    (
        "We want to forecast how many visitors come to the mountain three days ahead.",
        "想提前三天预测山岳景区客流。",
        "景区客流预测与承载量管理",
        "Visitor flow forecasting and carrying capacity of scenic areas",
    ),
    (
        "Slow-release tablets of a Chinese herbal extract dissolve unevenly from batch to batch.",
        "中药提取物缓释片批间溶出不一致。",
        "中药缓释制剂与质量一致性评价",
        "Sustained-release forms of Chinese medicines and batch consistency",
    ),
    (
        "A rapid test strip should detect two heart failure markers in one drop of blood.",
        "一滴血同时检测两种心衰标志物的快速试纸。",
        "荧光免疫层析体外诊断试剂",
        "Fluorescent lateral-flow immunoassays for in-vitro diagnosis",
    ),
    (
        "Geogrid coating becomes brittle when it is laid in winter.",
        "土工格栅涂层冬季铺设发脆。",
        "土工合成材料耐寒涂层与老化",
        "Cold-resistant coatings and ageing of geosynthetics",
    ),
    (
        "Gypsum from desulphurisation should become high-strength building gypsum.",
        "脱硫石膏制备高强建筑石膏。",
        "工业副产石膏资源化与高强石膏",
        "Use of by-product gypsum for high-strength plaster",
    ),
    (
        "The kiln flue gas of our brick works contains too much fluoride.",
        "隧道窑烟气氟化物超标。",
        "窑炉烟气脱氟脱硫一体化治理",
        "Joint removal of fluoride and sulphur from kiln flue gas",
    ),
    (
        "Orders, stock and machine data live in three systems; planning the workshop takes two days.",
        "订单、库存和设备数据在三套系统里，车间排产要两天。",
        "制造执行系统与车间智能排产",
        "Manufacturing execution systems and automatic scheduling of workshops",
    ),
)
