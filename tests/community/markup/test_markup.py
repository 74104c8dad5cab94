"""What members' Markdown becomes when nobody means harm."""

import pytest

from community import markup
from community.markup.documents import as_typed
from community.markup.mentions import MAX_MENTIONS
from community.markup.parser import MAX_LINKS
from tests.community.markup.allowed import judged

REL = 'rel="nofollow ugc noopener"'
BUDI = {12: markup.Mentioned("Budi Santoso", "/anggota/12/")}


def flat(source: str, people=None) -> str:
    return markup.render(source, people).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("   \n\n ", ""),
        ("satu\ndua", "<p>satu<br>dua</p>"),
        ("satu\n\ndua", "<p>satu</p><p>dua</p>"),
        (
            "**tebal** *miring* ~~salah~~ `kode`",
            "<p><strong>tebal</strong> <em>miring</em> <s>salah</s> <code>kode</code></p>",
        ),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> kutipan\n\njawab", "<blockquote><p>kutipan</p></blockquote><p>jawab</p>"),
        ("```python\nx < y\n```", '<pre tabindex="0"><code>x &lt; y</code></pre>'),
        ("---", "<hr>"),
        ("Judul\n---", "<p>Judul</p><hr>"),
        ("    menjorok", "<p>menjorok</p>"),
        ("2 < 3 & 4 > 1", "<p>2 &lt; 3 &amp; 4 &gt; 1</p>"),
        ("\\*bukan miring\\*", "<p>*bukan miring*</p>"),
    ],
)
def test_plain_markup(source, html):
    assert flat(source) == html


def test_headings_are_demoted_and_leave_no_gap():
    shown = flat("## Mulai\n\n#### Jauh\n\n# Besar\n\n###### Dalam")

    assert shown == "<h3>Mulai</h3><h4>Jauh</h4><h3>Besar</h3><h4>Dalam</h4>"


def test_headings_end_at_the_sixth_level():
    shown = judged(markup.render("\n\n".join(f"{'#' * level} a" for level in range(1, 7))))

    assert shown.tags == ["h3", "h4", "h5", "h6", "h6", "h6"]


def test_tables_scroll_and_align_numbers():
    shown = flat("| aspek | nilai |\n|---|--:|\n| kinerja | 91 |")

    assert shown.startswith('<div class="cop-scroll" tabindex="0"><table class="cop-table"><thead><tr><th>aspek</th>')
    assert '<td>kinerja</td><td class="n">91</td>' in shown
    assert shown.endswith("</table></div>")


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("[aturan](https://bkn.go.id/a?b=1&c=2)", "https://bkn.go.id/a?b=1&amp;c=2"),
        ("[surel](mailto:orang@contoh.go.id)", "mailto:orang@contoh.go.id"),
        ("[praktik](/praktik/mang-bagja/)", "/praktik/mang-bagja/"),
        ("[beranda](/)", "/"),
        ("lihat https://bkn.go.id/a, lalu", "https://bkn.go.id/a"),
        ("<https://bkn.go.id>", "https://bkn.go.id"),
        ("[kota](https://contoh.go.id/Kota Bandung)", "https://contoh.go.id/Kota"),
        ("bkn.go.id dan 1.Pilih", None),
        ("orang@contoh.go.id", None),
    ],
)
def test_links(source, href):
    shown = flat(source)

    assert (f'<a href="{href}" {REL}>' in shown) if href else "<a" not in shown


def test_link_whose_words_name_another_address_tells_its_host():
    assert "</a> (evil.example)" in flat("[https://kasn.go.id](https://evil.example/x)")
    assert "(kasn.go.id)" not in flat("[https://kasn.go.id/a](https://kasn.go.id/a/b)")


def test_links_beyond_the_limit_are_text():
    shown = judged(markup.render("[a](https://a.example) " * (MAX_LINKS + 5)))

    assert len(shown.links) == MAX_LINKS
    assert shown.text.split() == ["a"] * (MAX_LINKS + 5)


def test_picture_becomes_a_link():
    assert flat("![Diagram](https://a.example/x.png)") == f'<p><a href="https://a.example/x.png" {REL}>Diagram</a></p>'
    assert flat("[![Diagram](https://a.example/x.png)](/praktik/)") == f'<p><a href="/praktik/" {REL}>Diagram</a></p>'


def test_mention_shows_the_name_of_today():
    shown = flat("Halo @[Ketua KASN](anggota:12), apa kabar", BUDI)

    assert shown == '<p>Halo <a class="cop-mention" href="/anggota/12/">@Budi Santoso</a>, apa kabar</p>'


def test_mention_of_somebody_without_a_page_is_a_name():
    assert flat("@[Budi](anggota:12)", {12: markup.Mentioned("Budi <b>")}) == "<p><b>@Budi &lt;b&gt;</b></p>"


def test_mention_of_somebody_unknown_is_the_typed_name():
    assert flat("@[Budi](anggota:99)", BUDI) == "<p>@Budi</p>"


def test_what_only_looks_like_a_mention_is_text():
    assert flat("[Budi](anggota:12) budi@[x](anggota:12)", BUDI).count("<a") == 1
    assert flat("`@[Budi](anggota:12)`", BUDI) == "<p><code>@[Budi](anggota:12)</code></p>"
    assert markup.mentioned_ids("`@[Budi](anggota:12)` \\@[Budi](anggota:x)") == ()


@pytest.mark.parametrize("name", ["Budi", "Dr. H. *Budi* [Ketua], M.Si.", "a](anggota:13)", "<b>", "a\nb", "`x`", "\\"])
def test_mention_written_by_the_chooser_is_read_back(name):
    source = f"Halo {markup.mention(name, 12)}."

    assert markup.mentioned_ids(source) == (12,)
    assert flat(source) == f"<p>Halo @{' '.join(name.split()).replace('<', '&lt;').replace('>', '&gt;')}.</p>"


def test_mentions_are_listed_once_and_bounded():
    source = " ".join(f"@[a](anggota:{number})" for number in [7, 3, 7, *range(100, 200)])

    ids = markup.mentioned_ids(source)

    assert ids[:3] == (7, 3, 100)
    assert len(ids) == MAX_MENTIONS


def test_words_without_markup():
    blocks = [
        "# Judul",
        "Satu **dua** [tiga](https://a.example)\nempat @[Budi](anggota:12)",
        "- lima",
        "```\nenam < 7\n```",
        "| a | b |\n|---|---|\n| c | d |",
    ]
    source = "\n\n".join(blocks)

    assert markup.plain(source) == "Judul\nSatu dua tiga\nempat @Budi\nlima\nenam < 7\na\nb\nc\nd"


def test_every_mention_of_a_line_loses_its_mark():
    assert markup.plain("@[A](anggota:1) dan @[B](anggota:2) serta") == "@A dan @B serta"


def test_summary_ends_at_a_word():
    assert markup.summary("satu dua tiga", 50) == "satu dua tiga"
    assert markup.summary("satu dua, tiga empat", 12) == "satu dua…"
    assert markup.summary("a" * 500, 20) == "a" * 19 + "…"


def test_quote_names_and_links_the_post():
    quoted = markup.quote("Satu **dua**\n\n- tiga", "Budi [x]", "/forum/pos/5/")

    assert quoted == "> [Budi (x)](/forum/pos/5/):\n>\n> Satu dua\n> tiga\n\n"
    assert flat(f"{quoted}Setuju.").startswith(f'<blockquote><p><a href="/forum/pos/5/" {REL}>Budi (x)</a>:</p>')


def test_quote_of_a_long_post_is_its_beginning():
    quoted = markup.quote("kata " * 4_000, "Budi", "/forum/pos/5/")

    assert quoted.endswith("kata …\n\n")
    assert len(quoted) < 700


def test_text_beyond_the_limit_is_left_out():
    assert markup.document("a" * (markup.MAX_LENGTH + 5)).text == "a" * markup.MAX_LENGTH


def test_text_that_defeats_the_parser_stands_as_typed():
    document = as_typed("satu <b>\ndua\n\ntiga @[Budi](anggota:12)\n\n\n")

    assert document.html == "<p>satu &lt;b&gt;<br>\ndua</p>\n<p>tiga @[Budi](anggota:12)</p>"
    assert document.mentions == ()
