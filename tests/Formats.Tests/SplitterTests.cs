using System.Text;

namespace ContactOffice.Formats.Tests;

public class SplitterTests
{
    private static List<VCardSlice> Split(byte[] file, int chunk)
    {
        var splitter = new VCardSplitter();
        var slices = new List<VCardSlice>();
        for (var at = 0; at < file.Length; at += chunk)
            slices.AddRange(splitter.Push(file.AsMemory(at, Math.Min(chunk, file.Length - at))));
        slices.AddRange(splitter.Complete());
        return slices;
    }

    private static List<VCardSlice> Split(string file) => Split(Encoding.UTF8.GetBytes(file), int.MaxValue / 2);

    private static readonly string A = Cards.TextOf("3.0", "FN:A");
    private static readonly string B = Cards.TextOf("2.1", "FN:B", "AGENT:", "BEGIN:VCARD", "FN:N", "END:VCARD");

    [Fact]
    public void Cards_come_out_byte_for_byte_with_their_lines()
    {
        var slices = Split(A + "\r\n\r\n" + B + A.TrimEnd());

        Assert.Equal([(1, A, null), (7, B, null), (15, A.TrimEnd(), null)], slices.Select(s => (s.Line, Encoding.UTF8.GetString(s.Bytes), s.Broken)));
    }

    [Fact]
    public void A_card_that_was_cut_off_does_not_take_the_next_along()
    {
        var slices = Split("BEGIN:VCARD\r\nFN:X\r\n" + A);

        Assert.Equal([(1, false), (3, true)], slices.Select(s => (s.Line, s.Broken is null)));
    }

    [Fact]
    public void Text_outside_of_cards_is_told_with_its_line()
    {
        var slices = Split("hello\r\n\r\nworld\r\n" + A + "junk");

        Assert.Equal([(1, false), (4, true), (8, false)], slices.Select(s => (s.Line, s.Broken is null)));
        Assert.Equal("hello\r\nworld\r\n", Encoding.UTF8.GetString(slices[0].Bytes));
    }

    [Fact]
    public void A_card_that_is_too_large_is_told_and_the_next_is_read()
    {
        var huge = Cards.TextOf("3.0", "NOTE:" + new string('x', VCardLimits.MaxCardBytes));
        var file = Encoding.UTF8.GetBytes(huge + A);

        foreach (var chunk in (int[])[file.Length, 64 * 1024])
        {
            var slices = Split(file, chunk);
            Assert.Equal([(1, false), (5, true)], slices.Select(s => (s.Line, s.Broken is null)));
            Assert.Equal(4096, slices[0].Bytes.Length);
        }
    }

    [Fact]
    public void How_a_file_is_cut_into_chunks_makes_no_difference()
    {
        byte[][] files =
        [
            Encoding.UTF8.GetBytes("\uFEFF" + A + "junk\r" + B + "BEGIN:VCARD\r\nFN:é"),
            Encoding.UTF8.GetBytes((A + B).Replace("\r\n", "\r", StringComparison.Ordinal)),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(A + Cards.TextOf("3.0", "FN:😀"))],
        ];
        foreach (var file in files)
        {
            var whole = Split(file, file.Length);
            for (var chunk = 1; chunk < file.Length; chunk++)
            {
                var cut = Split(file, chunk);
                Assert.Equal(whole.Select(s => (s.Line, Convert.ToHexString(s.Bytes), s.Broken)), cut.Select(s => (s.Line, Convert.ToHexString(s.Bytes), s.Broken)));
            }
        }
    }

    [Fact]
    public void Each_slice_parses()
    {
        foreach (var slice in Split(A + B))
            Assert.True(VCard.TryParse(slice.Bytes, out _, out _));
    }
}
