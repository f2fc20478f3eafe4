"""Passwords that guessers try first, as `matchmaker.identity.folded` writes them."""

from __future__ import annotations

# With any digits before or behind: password2026, 123taian456.
STEMS = frozenset(
    {
        "", "a", "aa", "aaa", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghij", "q", "qq",
        "qw", "qwe", "qwer", "qwert", "qwerty", "qwertyui", "qwertyuiop", "asd", "asdf", "asdfgh", "asdfghjk",
        "asdfghjkl", "zxc", "zxcv", "zxcvbn", "zxcvbnm", "qwertyuiopasdfghjkl", "qazwsx", "qazwsxedc",
        "password", "passwd", "passw0rd", "p4ssword", "pssword", "pass", "mima", "wodemima", "mimamima",
        "admin", "adminadmin", "administrator", "root", "user", "guest", "test", "testtest", "demo", "welcome",
        "letmein", "changeme", "default", "secret", "login", "master", "system", "manager", "iloveyou", "loveyou",
        "woaini", "aini", "woaiwojia", "nihao", "zhongguo", "china", "shandong", "taian", "taishan", "taianshi",
        "kejiju", "keji", "shuangbai", "matchmaker", "jishujiaoyi", "dragon", "monkey", "football", "sunshine",
    }
)  # fmt: skip
WHOLE = frozenset(
    {
        "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "q1w2e3r4t5y6", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "zaq12wsxcde3",
        "1a2b3c4d5e", "a1b2c3d4e5", "abc123abc123", "abc123456abc", "qwe123qwe123", "asd123asd123", "1qazxsw23edc",
        "qwer1234asdf", "1234qwerasdf", "a1s2d3f4g5", "5201314aini", "woaini1314520", "p@ssw0rd123", "passw0rd123",
        "admin123admin", "admin888admin", "trustno1trustno1", "correcthorsebatterystaple",
    }
)  # fmt: skip
