"""What numbers of persons look like: NIP, NIK and mobile phone, for warnings and for the log; needs no Django."""

import re

# Digits may be parted by a space, dot or hyphen. A longer run of digits is none of them, nor is the end of an amount.
_GAP = r"[ \u00a0.\-–]?"
_ALONE = (r"(?<!\d)(?<!\d[.,])", r"(?!\d)")
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d{2}"
# Birthday, year and month of appointment (21 and more for PPPK), sex, number in the row.
_NIP_PARTS = [_YEAR, _MONTH, _DAY, _YEAR, r"\d{2}", r"[12]", r"\d{3}"]
# Province, regency and district of issue, birthday (of women 40 days later), number in the row: so that numbers of
# letters and files, which begin with a year or hold no day, are taken for none.
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_NIK_PARTS = [_PROVINCE, r"\d{2}", r"\d{2}", r"(?:[04][1-9]|[1256]\d|[37][01])", _MONTH, r"\d{2}", r"\d{4}"]
NIP, NIK = (re.compile(_GAP.join(parts).join(_ALONE)) for parts in (_NIP_PARTS, _NIK_PARTS))
# Of mobile phones: those of offices are no secret. Without its plus, 62 and dots are an amount.
PHONE = re.compile(
    _ALONE[0]
    + r"(?:\(?0|\+62[ \u00a0.\-]?\(?0?|(?<!Rp)(?<!Rp[ .\u00a0])62[ \-]?)8[1-9](?:\)?[ \u00a0.\-–]?\d){7,10}"
    + _ALONE[1]
)
