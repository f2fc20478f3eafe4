"""Suspects that a need is an advertisement or an achievement. Only ever a warning: a person decides."""

from __future__ import annotations

import re

from matchmaker.interchange.messages import Message, message

# A title that is a product with its version, or a list of what was done.
_PRODUCT = re.compile(r"(?:软件|系统|平台|客户端|APP|产品)?\s*V\d+(?:\.\d+)+\s*$", re.IGNORECASE)
_DONE = re.compile(
    r"(?:承担|参加|参与|完成|主持|获得|荣获).{0,40}(?:项目|课题|计划|奖|专利|成果)|(?:科技|技术|转化)成果[。.]?$|成果(?:转让|推介|推广)"
)
# Words of somebody who has something to offer
_OFFER = re.compile(
    r"本(?:项目|发明|技术|产品|成果)(?:提供|采用|具有|可|适用|是|的优点)|该(?:工艺|技术|产品|成果|装置)(?:制得|得到|具有|可广泛|已|的优点)"
    r"|国内领先|国际先进|国际领先|填补.{0,8}空白|可广泛应用|广泛应用于|畅销|质优价廉|性价比高|销量|远销|适应性强|可选配|易于维护|操作简[便单]|可靠性高"
)
_SELLING = re.compile(
    r"欢迎.{0,12}(?:洽谈|咨询|合作|订购|来电|选购)|诚邀|诚招|代理商?|加盟|热线|厂家直销|供应商|售后服务|免费试用"
)
# Words of somebody who lacks something
_LACK = re.compile(
    r"(?<!不)需要|需求|希望|急需|亟需|亟待|寻求|寻找|求购|难题|难点|难以|问题|不足|缺点|缺陷|瓶颈|攻克|攻关|困难|无法|不能|不稳定|"
    r"拟|目标|指标|要求|预期|计划|解决|改进|优化|突破"
)


def suspicion(title: str, text: str) -> Message | None:
    """A warning if a need reads like an advertisement or an achievement, else None."""
    shown = title[:40]
    if _DONE.search(title):
        return message("need.achievement", text=shown)
    lacking = _LACK.search(text) is not None
    selling = _SELLING.search(text) is not None or title.endswith("解决方案")
    if _PRODUCT.search(title) or (selling and not lacking):
        return message("need.advertisement", text=shown)
    if len(_OFFER.findall(text)) >= 2 and not lacking:
        return message("need.achievement", text=shown)
    return None
