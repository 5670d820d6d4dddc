using System.Text;

namespace ContactOffice.Formats.Tests;

public class CardBlobsTests
{
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, .. Enumerable.Range(0, 3000).Select(i => (byte)(i * 11))];
    private static readonly string Base64 = Convert.ToBase64String(Picture);

    private static string Fold(int width, string separator) => string.Join(separator, Base64.Chunk(width).Select(c => new string(c)));

    public static TheoryData<string> Cards_with_pictures() =>
    [
        Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b;TYPE=JPEG:" + Base64),
        Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b;TYPE=JPEG:" + Fold(74, "\r\n ")),
        Cards.TextOf("2.1", "FN:Bo", "PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n " + Fold(72, "\r\n ") + "\r\n"),
        Cards.TextOf("2.1", "FN:Bo", "PHOTO;JPEG;ENCODING=BASE64:\r\n" + Fold(76, "\r\n") + "\r\n"),
        Cards.TextOf("2.1", "FN:Bo", "PHOTO;ENCODING=BASE64:\r\n\t\t" + Fold(60, "\r\n\t\t")).Replace("\r\n", "\n", StringComparison.Ordinal),
        Cards.TextOf("4.0", "FN:Bo", "PHOTO:data:image/jpeg;base64," + Fold(74, "\r\n ")),
        Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b:" + Base64.TrimEnd('=')),
    ];

    [Theory]
    [MemberData(nameof(Cards_with_pictures))]
    public void A_picture_is_cut_out_and_put_back_byte_for_byte(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var (cut, blobs) = CardBlobs.Cut(bytes);

        var blob = Assert.Single(blobs);
        Assert.Equal(Picture, blob.Bytes);
        Assert.Equal("image/jpeg", blob.MediaType);
        Assert.InRange(cut.Length, 1, 300);
        Assert.Equal([blob.Hash], CardBlobs.Hashes(cut));
        Assert.Equal(bytes, CardBlobs.Restore(cut, hash => hash == blob.Hash ? blob.Bytes : null));
    }

    [Theory]
    [MemberData(nameof(Cards_with_pictures))]
    public void A_cut_card_tells_its_picture_and_can_be_edited(string text)
    {
        var (cut, blobs) = CardBlobs.Cut(Encoding.UTF8.GetBytes(text));
        var card = Cards.Parse(cut);

        Assert.Equal(blobs[0].Hash, card.Fields()["photo"]!["hash"]!.GetValue<string>());
        Assert.Contains(blobs[0].Hash, Encoding.UTF8.GetString(CardSummary.Of(card)), StringComparison.Ordinal);
        Assert.Null(card.Patch("""{"displayName":"Al"}"""));
        var restored = Encoding.UTF8.GetString(CardBlobs.Restore(card.ToBytes(), _ => blobs[0].Bytes));
        Assert.Equal(text.Replace("FN:Bo", "FN:Al", StringComparison.Ordinal), restored);
    }

    [Fact]
    public void A_missing_blob_leaves_its_property_out()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b:" + Fold(74, "\r\n "), "TEL:1");

        Assert.Equal(Cards.TextOf("3.0", "FN:Bo", "TEL:1"), Encoding.UTF8.GetString(CardBlobs.Restore(CardBlobs.Cut(Encoding.UTF8.GetBytes(text)).Cut, _ => null)));
    }

    [Theory]
    [InlineData("PHOTO;ENCODING=b:{0}")]
    [InlineData("PHOTO:data:image/jpeg;base64,{0}")]
    [InlineData("NOTE:{0} and x-blob-text:")]
    [InlineData("X-A;X-B={0}:x")]
    public void A_client_cannot_name_a_blob(string line)
    {
        var stolen = $"x-blob:{new string('0', 64)};-;;p;4";
        var text = Encoding.UTF8.GetBytes(Cards.TextOf("3.0", "FN:Bo", string.Format(System.Globalization.CultureInfo.InvariantCulture, line, stolen)));

        var (cut, blobs) = CardBlobs.Cut(text);

        Assert.Empty(blobs);
        Assert.Empty(CardBlobs.Hashes(cut));
        Assert.Null(Cards.Parse(cut).Fields()["photo"]?["hash"]);
        Assert.Equal(text, CardBlobs.Restore(cut, _ => "secret"u8.ToArray()));
    }

    [Fact]
    public void An_edit_cannot_name_a_blob()
    {
        foreach (var version in (string[])["2.1", "3.0", "4.0"])
        {
            var stolen = $"x-blob:{new string('0', 64)};-;;p;4";
            var card = Cards.Of(version, "FN:Bo");

            Assert.Null(card.Patch($$"""{"notes":"{{stolen}}","websites":[{"value":"data:image/png;base64,{{stolen}}","types":[]}]}"""));

            Assert.Empty(CardBlobs.Hashes(card.ToBytes()));
            Assert.DoesNotContain("secret", Encoding.UTF8.GetString(CardBlobs.Restore(card.ToBytes(), _ => "secret"u8.ToArray())), StringComparison.Ordinal);
            Assert.Equal(stolen, Cards.Parse(card.ToBytes()).Fields()["notes"]!.GetValue<string>());
        }
    }

    [Fact]
    public void What_cannot_be_put_back_the_same_way_stays_in_the_card()
    {
        var text = Encoding.UTF8.GetBytes(Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b:AA AA\r\n  AAAA\r\n AAA", "KEY;ENCODING=b:not base64!"));

        var (cut, blobs) = CardBlobs.Cut(text);

        Assert.Equal(text, cut);
        Assert.Empty(blobs);
    }
}
