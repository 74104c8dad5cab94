import pytest

from community.zones import Zone, zone_of_instansi


@pytest.mark.parametrize(
    ("kind", "code", "province", "zone"),
    [
        ("kota", "51.71", "", Zone.WITA),
        ("provinsi", "91", "", Zone.WIT),
        ("kota", "32.73", "", Zone.WIB),
        ("kota", "CONTOH-01", "91", Zone.WIT),
        ("kota", "CONTOH-01", "", Zone.WIB),
        ("lpnk", "K.01", "91", Zone.WIB),
    ],
)
def test_an_agency_works_in_the_zone_of_its_province(kind, code, province, zone):
    assert zone_of_instansi(kind, code, province) == zone
