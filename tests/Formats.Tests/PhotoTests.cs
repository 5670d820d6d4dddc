using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ContactOffice.Formats.Tests;

public class PhotoTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 300).Select(i => (byte)i)];
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private static string Data(byte[] bytes, string? mediaType = null) =>
        JsonSerializer.Serialize(new { photo = mediaType is null ? (object)new { data = Convert.ToBase64String(bytes) } : new { data = Convert.ToBase64String(bytes), mediaType } });

    [Theory]
    [InlineData("2.1", "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4")]
    [InlineData("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4")]
    [InlineData("4.0", "PHOTO:data:image/jpeg;base64,/9j/4")]
    public void A_picture_is_written_in_the_manner_of_the_cards_version(string version, string beginning)
    {
        var before = Cards.TextOf(version, "FN:Bo", "X-ODD;A=\"b\":c\\;d", "NOTE:folded", "  by its sender");
        var card = Cards.Parse(before);

        Assert.Null(card.Patch(Data(Jpeg, "image/jpeg")));

        var (gone, come) = Cards.Difference(before, card.Text());
        Assert.Empty(gone);
        Assert.StartsWith(beginning, Assert.Single(come), StringComparison.Ordinal);
        Assert.All(come[0].Split("\r\n"), line => Assert.InRange(line.Length, 0, 75));
        var (cut, blobs) = CardBlobs.Cut(card.ToBytes());
        Assert.Equal(Jpeg, Assert.Single(blobs).Bytes);
        Assert.Equal("image/jpeg", blobs[0].MediaType);
        Assert.Equal(card.ToBytes(), CardBlobs.Restore(cut, _ => Jpeg));
        Assert.Equal("image/jpeg", Cards.Parse(card.ToBytes()).Fields()["photo"]!["mediaType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("3.0")]
    [InlineData("4.0")]
    public void Another_picture_takes_the_place_of_the_first_and_leaves_its_neighbours(string version)
    {
        var card = Cards.Of(version, "FN:Bo");
        Assert.Null(card.Patch(Data(Jpeg)));
        Assert.Null(card.Patch("""{"jobTitle":"Pilot"}"""));
        var before = card.Text();

        Assert.Null(card.Patch(Data(Png, "image/png")));

        var (gone, come) = Cards.Difference(before, card.Text());
        Assert.Single(gone);
        Assert.Single(come);
        Assert.Equal(Png, Assert.Single(CardBlobs.Cut(card.ToBytes()).Blobs).Bytes);
    }

    [Theory]
    [InlineData("item1.PHOTO;ENCODING=b;X-ABCROP-RECTANGLE=1&2:iVBORwA=")]
    [InlineData("PHOTO;VALUE=uri:https://example.org/bo.jpg")]
    public void A_picture_that_is_sent_back_as_it_was_read_stays_byte_for_byte(string line)
    {
        var text = Cards.TextOf("3.0", "FN:Bo", line);
        foreach (var cut in (byte[][])[Encoding.UTF8.GetBytes(text), CardBlobs.Cut(Encoding.UTF8.GetBytes(text)).Cut])
        {
            var card = Cards.Parse(cut);
            Assert.Null(card.Patch(JsonSerializer.Serialize(new { photo = card.Fields()["photo"] })));
            using var all = JsonDocument.Parse(card.Fields().ToJsonString());
            Assert.Null(CardFields.Replace(card, all.RootElement));
            Assert.Equal(cut, card.ToBytes());
        }
    }

    [Fact]
    public void The_same_bytes_change_nothing_and_null_removes_them()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", $"item1.PHOTO;ENCODING=b;X-ABCROP-RECTANGLE=1:{Convert.ToBase64String(Png)}");
        var card = Cards.Parse(text);
        Assert.Null(card.Patch(Data(Png)));
        Assert.Equal(text, card.Text());
        using var nothing = JsonDocument.Parse("""{"displayName":"Bo","photo":null}""");
        Assert.Null(CardFields.Replace(card, nothing.RootElement));
        Assert.DoesNotContain("PHOTO", card.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"photo":"face.jpg"}""", "photo", "not-an-object")]
    [InlineData("""{"photo":{}}""", "photo", "photo-unknown")]
    [InlineData("""{"photo":{"hash":"00"}}""", "photo", "photo-unknown")]
    [InlineData("""{"photo":{"uri":"https://example.org/other"}}""", "photo", "photo-unknown")]
    [InlineData("""{"photo":{"data":"no base64!"}}""", "photo.data", "photo-not-base64")]
    [InlineData("""{"photo":{"data":""}}""", "photo.data", "photo-not-base64")]
    [InlineData("""{"photo":{"data":7}}""", "photo.data", "not-a-text")]
    [InlineData("""{"photo":{"data":"PHN2Zz4="}}""", "photo.data", "photo-format")]
    [InlineData("""{"photo":{"data":"iVBORwA=","mediaType":"image/jpeg"}}""", "photo.mediaType", "photo-type-differs")]
    [InlineData("""{"photo":{"data":"iVBORwA=","width":7}}""", "photo.width", "unknown-member")]
    public void What_cannot_be_a_picture_is_refused_with_its_place(string json, string path, string code)
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b:iVBORwE=");
        var card = Cards.Parse(text);
        var problem = card.Patch(json)!;
        Assert.Equal((path, code), (problem.Path, problem.Code));
        Assert.Equal(text, card.Text());
    }

    [Theory]
    [InlineData(600 * 1024, null)]
    [InlineData(600 * 1024 + 1, "photo-too-large")]
    [InlineData(700 * 1024, "photo-too-large")]
    public void A_picture_may_have_600_KiB(int length, string? code)
    {
        var picture = new byte[length];
        Jpeg.CopyTo(picture, 0);
        var problem = Cards.Of("4.0", "FN:Bo").Patch(Data(picture));
        Assert.Equal(code, problem?.Code);
        Assert.Equal(code is null ? null : "600", problem?.Values?["max"]);
    }

    [Fact]
    public void Any_picture_that_is_put_into_a_cut_card_is_cut_out_again_and_the_others_stay() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
            ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary(), Gen.Elements("2.1", "3.0", "4.0").ToArbitrary(), Gen.Choose(900, 1100).ToArbitrary(), (tail, version, size) =>
        {
            var logo = version == "4.0" ? $"LOGO:data:image/png;base64,{Convert.ToBase64String(new byte[size])}" : $"LOGO;ENCODING=b:{Convert.ToBase64String(new byte[size])}" + (version == "2.1" ? "\r\n" : "");
            var whole = Encoding.UTF8.GetBytes(Cards.TextOf(version, "FN:Bo", logo, "X-A:x-blob-text:"));
            var (stored, blobs) = CardBlobs.Cut(whole);
            var card = Cards.Parse(stored);
            byte[] picture = [.. Png, .. tail];

            Assert.Null(card.Patch(Data(picture)));
            var (cut, added) = CardBlobs.CutEdited(stored, card);

            Assert.Equal(picture, Assert.Single(added).Bytes);
            var expected = Cards.Parse(whole);
            Assert.Null(expected.Patch(Data(picture)));
            Assert.Equal(expected.ToBytes(), CardBlobs.Restore(cut, hash => blobs.Concat(added).First(b => b.Hash == hash).Bytes));
        }));

    [Fact]
    public void A_UTF_16_card_names_no_blob_by_its_first_edit()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "PHOTO;ENCODING=b:x-blob:" + new string('0', 64) + ";-;;p;4");
        byte[] stored = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        Assert.Equal(stored, CardBlobs.Cut(stored).Cut);
        var card = Cards.Parse(stored);
        Assert.Null(card.Patch("""{"jobTitle":"Pilot"}"""));
        Assert.Empty(CardBlobs.Hashes(CardBlobs.CutEdited(stored, card).Cut));
    }
}
