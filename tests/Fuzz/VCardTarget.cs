using System.Text.Json;
using System.Text.Json.Nodes;
using ContactOffice.Formats;

namespace ContactOffice.Fuzz;

/// <summary>What must hold for any bytes whatever.</summary>
internal static class VCardTarget
{
    private static readonly string[] Edits =
    [
        """{"jobTitle":"Chief; of, staff"}""",
        """{"notes":"one\ntwo\\three; END:VCARD\r\nEND:VCARD"}""",
        """{"firstName":"Zoë","lastName":null}""",
        """{"company":"Ünï, Inc.;","department":"D"}""",
        """{"birthday":"--02-29","anniversary":"2001-09-09"}""",
        """{"emails":[{"value":"a@example.org","types":["work"],"preferred":true},{"value":"b@example.org","types":[],"label":"My:label;"}]}""",
        """{"phones":null,"categories":["A,B","C\nD"]}""",
        """{"addresses":[{"street":"1, Main St\nBack; yard","country":"日本","types":["home"]}]}""",
        """{"related":[{"value":"Kim","types":["spouse"]}],"ims":[{"value":"kim","types":["skype","home"]}],"customFields":[{"label":"L","value":"V"}]}""",
        """{"displayName":"x-blob:0000000000000000000000000000000000000000000000000000000000000000;-;;p;4"}""",
    ];

    /// <summary>Answers how many cards were read; throws where a promise is broken.</summary>
    public static int Check(byte[] input, Random random)
    {
        var slices = Split(input, input.Length + 1, random);
        if (random.Next(4) == 0)
            Require(slices.SequenceEqual(Split(input, random.Next(1, 200), random), SliceComparer.Instance), "the splitter depends on chunks");
        var read = 0;
        foreach (var slice in slices.Where(s => s.Broken is null).Take(4))
            read += CheckCard(slice.Bytes, random);
        // One slice is nearly the whole input: once is enough.
        return slices.Count == 1 && slices[0].Broken is null ? read : read + CheckCard(input, random);
    }

    /// <summary>The same of the splitter and the reader alone.</summary>
    public static int CheckReader(byte[] input, Random random)
    {
        var read = ReadCard(input);
        foreach (var slice in Split(input, input.Length + 1, random).Where(s => s.Broken is null).Take(4))
            read += ReadCard(slice.Bytes);
        return read;
    }

    private static int ReadCard(byte[] bytes)
    {
        if (!VCard.TryParse(bytes, out var card, out var error))
        {
            Require(error is not null, "a refusal without a reason");
            return 0;
        }
        Require(card.ToBytes().AsSpan().SequenceEqual(bytes), "what was not edited is not as it was sent");
        return 1;
    }

    private static List<VCardSlice> Split(byte[] input, int chunk, Random random)
    {
        var splitter = new VCardSplitter();
        var slices = new List<VCardSlice>();
        for (var at = 0; at < input.Length;)
        {
            var take = Math.Min(input.Length - at, chunk > input.Length ? chunk : random.Next(1, chunk + 1));
            slices.AddRange(splitter.Push(input.AsMemory(at, take)));
            at += take;
        }
        slices.AddRange(splitter.Complete());
        return slices;
    }

    private static int CheckCard(byte[] bytes, Random random)
    {
        if (!VCard.TryParse(bytes, out var card, out var error))
        {
            Require(error is not null, "a refusal without a reason");
            CheckBlobs(bytes);
            return 0;
        }
        Require(card.ToBytes().AsSpan().SequenceEqual(bytes), "what was not edited is not as it was sent");
        _ = CardFields.Read(card);
        _ = CardSummary.FindText(card);
        JsonDocument.Parse(CardSummary.Of(card)).Dispose();
        // All of it for each input would make a million take an hour; each card gets one of the dearer checks.
        switch (random.Next(4))
        {
            case 0:
                CheckBlobs(bytes);
                break;
            case 1:
                CheckJson(bytes, card);
                break;
            case 2:
                var cut = CardBlobs.Cut(bytes).Cut;
                Require(VCard.TryParse(cut, out var cutCard, out _), "a cut card is no card");
                CheckPatch(cutCard!, Edits[random.Next(Edits.Length)], [.. CardBlobs.Hashes(cut)]);
                break;
            default:
                CheckConversion(card, (VCardVersion)random.Next(3));
                break;
        }
        return 1;
    }

    private static void CheckBlobs(byte[] bytes)
    {
        var (cut, blobs) = CardBlobs.Cut(bytes);
        var restored = CardBlobs.Restore(cut, hash => blobs.FirstOrDefault(b => b.Hash == hash)?.Bytes);
        Require(restored.AsSpan().SequenceEqual(bytes), "cut and restored is not what it was");
        Require(CardBlobs.Hashes(cut).Order().SequenceEqual(blobs.Select(b => b.Hash).Distinct().Order()), "a cut card names other blobs");
    }

    private static void CheckJson(byte[] bytes, VCard card)
    {
        var fields = CardFields.Read(card);
        var problem = CardFields.Patch(card, JsonSerializer.SerializeToElement(fields));
        Require(problem is null, $"a card's own fields are refused: {problem}");
        Require(card.ToBytes().AsSpan().SequenceEqual(bytes), $"a card's own fields change it: {fields}");
    }

    private static void CheckPatch(VCard card, string edit, HashSet<string> hashes)
    {
        var before = card.Lines.ToList();
        using var patch = JsonDocument.Parse(edit);
        Require(CardFields.Patch(card, patch.RootElement) is null, "an edit is refused");
        Require(VCard.TryParse(card.ToBytes(), out var again, out var error), $"an edit broke the card: {error}");
        Require(again!.Lines.Count == card.Lines.Count, "an edit wrote a line that is not one");
        Require(CardBlobs.Hashes(card.ToBytes()).All(hashes.Contains), "an edit named a blob");
        var text = CardFields.Read(card);
        var textAgain = CardFields.Read(again);
        Require(JsonNode.DeepEquals(text, textAgain), "an edited card reads differently once stored");
        foreach (var member in patch.RootElement.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.String && m.Name != "notes"))
            Require(text[member.Name]?.GetValue<string>() == member.Value.GetString(), $"{member.Name} is {text[member.Name]} after it was set to {member.Value}");
        var named = patch.RootElement.EnumerateObject().SelectMany(m => PropertiesOf(m.Name)).Append("X-ABLABEL").ToHashSet();
        Require(Others(before, named).SequenceEqual(Others(card.Lines, named)), "an edit touched a line that it does not name");
    }

    private static IEnumerable<string> PropertiesOf(string field)
    {
        var row = ContactFields.All.Single(f => f.Json == field);
        // FN may follow the name and the company.
        return [row.Place.Property, row.PropertyBefore40 ?? "", "FN", .. row.Aliases.Select(a => a.Property)];
    }

    private static IEnumerable<string> Others(IEnumerable<ContentLine> lines, HashSet<string> named) =>
        lines.Where(l => !named.Contains(l.Name) || l.Name.Length == 0).Select(l => Convert.ToHexString(l.Raw.Span.TrimEnd("\r\n"u8)));

    private static void CheckConversion(VCard card, VCardVersion to)
    {
        var converted = VCardConverter.Convert(card, to);
        Require(VCard.TryParse(converted, out var other, out var error), $"converted to {to} it is no card: {error}");
        Require(other!.Version == to || card.Version == to, "converted to the wrong version");
    }

    private static void Require(bool holds, string promise)
    {
        if (!holds)
            throw new InvalidOperationException(promise);
    }

    private sealed class SliceComparer : IEqualityComparer<VCardSlice>
    {
        public static readonly SliceComparer Instance = new();

        public bool Equals(VCardSlice? x, VCardSlice? y) => x!.Line == y!.Line && x.Broken == y.Broken && x.Bytes.AsSpan().SequenceEqual(y.Bytes);

        public int GetHashCode(VCardSlice slice) => slice.Line;
    }
}
