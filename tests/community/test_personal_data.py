"""What looks like personal data in a text, and what only looks a little like it."""

import pytest

from community.personal_data import PersonalData, personal_data_in

NIP, NIK, PHONE = PersonalData.NIP, PersonalData.NIK, PersonalData.PHONE

FOUND = {
    "NIP beliau 198501012010011001.": [NIP],
    "NIP.198501012010011001": [NIP],
    "NIP. 19850101 201001 1 001": [NIP],
    "NIP 19850101.201001.1.001": [NIP],
    "NIP 19850101-201001-1-001, golongan III/c": [NIP],
    "NIP 19850101\u00a0201001\u00a01\u00a0001": [NIP],
    "NI PPPK 199002142023212003": [NIP],
    "**198501012010011001**": [NIP],
    "NIK 3273010101800001": [NIK],
    "NIK:3273015402900003 (perempuan)": [NIK],
    "NIK 327301 010180 0001": [NIK],
    "NIK 3273 0101 0180 0001": [NIK],
    "32.73.01.010180.0001": [NIK],
    "Hubungi 081234567890": [PHONE],
    "Hubungi 0812-3456-7890": [PHONE],
    "Hubungi 0812 3456 789": [PHONE],
    "Telp.0812.3456.7890": [PHONE],
    "WA (0812) 3456-7890": [PHONE],
    "WA +62 812-3456-7890": [PHONE],
    "WA +62.812.3456.7890": [PHONE],
    "WA +6281234567890": [PHONE],
    "https://wa.me/6281234567890": [PHONE],
    "198501012010011001, 3273010101800001, 0812-3456-7890": [NIP, NIK, PHONE],
    "198501012010011001 3273010101800001": [NIP, NIK],
}
CLEAN = [
    "Anggarannya Rp1.250.000.000.000.000.",
    "Rp62.812.345.678 dan Rp 62812345678",
    "Rp812.345.678.901,08",
    "Naik dari 0,8123456789 menjadi 0.8912345678",
    "PermenPANRB 6/2022 dan UU 20/2023",
    "Surat Nomor 800/0812/BKPSDM/2022 tanggal 28-04-2022",
    "SK Nomor 821.29/081.234/2022",
    "Kamis, 28 April 2022 pukul 09.00–11.30 WIB",
    "2022-04-28T09:00:00+07:00",
    "28.04.2022, 29.04.2022, dan 30.04.2022",
    "berkas-20220428123456789.pdf dan 2022042812345678",
    "Nomor registrasi 3273013501800001",  # no day of a month
    "ISBN 978-602-08-1234-5",
    "Kode 32.73, 32.73.01, dan 11.01.02.2001",
    "Kantor: (022) 420-1234 atau 021-5551234",
    "412 pegawai, 61 salinan, 2019 2020 2021 2022",
    "Rekening 1234567890123456789",
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_personal_data_is_found_however_it_is_parted(text):
    assert personal_data_in(text) == FOUND[text]


@pytest.mark.parametrize("text", CLEAN)
def test_amounts_dates_and_numbers_of_letters_are_no_personal_data(text):
    assert personal_data_in(text) == []
