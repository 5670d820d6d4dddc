using System.Text;
using System.Text.Json;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Accounts;
using ContactOffice.Grains.Books;
using FsCheck;
using FsCheck.Fluent;
using Outcome = ContactOffice.GrainInterfaces.Outcome;

namespace ContactOffice.Grains.Tests;

/// <summary>The book's index against the simplest thing that could be right: a dictionary that is sorted when asked.</summary>
public sealed class IndexTests
{
    private static readonly ContactId[] Ids = [.. Enumerable.Range(0, 12).Select(i => new ContactId(new Guid(i, 0, 0, new byte[8])))];

    [Fact]
    public void Any_edits_leave_lists_deltas_and_look_ups_as_a_plain_model_has_them() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Zip(Gen.Choose(0, 11), Gen.Choose(0, 25)).ListOf().ToArbitrary(), edits =>
        {
            var (index, model) = (new BookIndex(), new Dictionary<ContactId, BookEntry>());
            foreach (var order in Enum.GetValues<NameOrder>()) index.Page(new(order)); // built early, so kept up to date
            var seq = 0L;
            foreach (var (who, kind) in edits)
            {
                var entry = Entry(Ids[who], ++seq, kind == 0 ? null : $"Name {(char)('a' + kind)}", $"uid-{who}-{kind % 3}");
                index.Apply(entry, $"find {kind}");
                index.Apply(entry, $"find {kind}"); // told twice
                model[entry.Id] = entry;
            }
            Agrees(index, model, seq);
        }));

    [Fact]
    public void Compaction_of_the_log_loses_nothing()
    {
        var (index, model) = (new BookIndex(), new Dictionary<ContactId, BookEntry>());
        for (var seq = 1; seq <= 5000; seq++)
        {
            var entry = Entry(Ids[seq * 7 % 12], seq, $"Name {seq}", $"uid-{seq}");
            index.Apply(entry, null);
            model[entry.Id] = entry;
        }
        Agrees(index, model, 5000, 4980);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Card_changes_come_page_by_page_in_their_own_order_whatever_else_changed(bool builtEarly)
    {
        var (index, model, random) = (new BookIndex(), new Dictionary<ContactId, BookEntry>(), new Random(5));
        if (builtEarly) index.Since(0, 1, cards: true);
        var waiting = new List<BookEntry>();
        for (var seq = 1; seq <= 600; seq++)
        {
            var id = Ids[random.Next(12)];
            var isComment = model.TryGetValue(id, out var before) && random.Next(3) > 0;
            var entry = Entry(id, seq, $"Name {seq}", $"uid-{seq}") with { CardSeq = isComment ? before!.CardSeq : seq };
            waiting.Add(model[id] = entry);
            if (random.Next(4) > 0) continue;
            // A book that read what it lacked is told each entry's latest change only.
            foreach (var told in waiting.Where(one => model[one.Id] == one)) index.Apply(told, null);
            waiting.Clear();
        }
        foreach (var told in waiting.Where(one => model[one.Id] == one)) index.Apply(told, null);
        var last = model.Values.Max(entry => entry.CardSeq);
        Assert.Equal(last, index.CardSeq);
        for (var since = 560L; since <= 600; since++)
        {
            var (paged, at) = (new List<ContactId>(), since);
            while (true)
            {
                var page = index.Since(at, 3, cards: true)!;
                Assert.Equal(last, page.CardSeq);
                paged.AddRange(page.Entries.Select(entry => entry.Id));
                at = page.Seq;
                if (!page.More) break;
            }
            Assert.Equal(model.Values.Where(entry => entry.CardSeq > since).OrderBy(entry => entry.CardSeq).Select(entry => entry.Id), paged);
        }
    }

    [Fact]
    public void A_UID_that_moved_stays_with_its_new_contact_when_the_old_ones_change_is_told_later()
    {
        var index = new BookIndex();
        index.Apply(Entry(Ids[0], 1, "Old", "x"), null);
        Assert.Equal(Ids[0], index.ByUid("x")!.Id);
        index.Apply(Entry(Ids[1], 3, "New", "x"), null);
        index.Apply(Entry(Ids[0], 4, "Old", "y"), null);
        Assert.Equal((Ids[1], Ids[0]), (index.ByUid("x")!.Id, index.ByUid("y")!.Id));
    }

    [Theory]
    [InlineData("Łukasz Ørsted", "lukasz orst", true)]
    [InlineData("Straße", "strasse", true)]
    [InlineData("Ada", "", true)]
    [InlineData("Ada", "da", false)]
    [InlineData("+32 (0)2 123.45.67", "0212345", true)]
    [InlineData("02 123 45 67", "+322123", false)]
    [InlineData("Room 1234", "234", false)]
    [InlineData("山田太郎", "山田", true)]
    [InlineData("a\0b", "b", true)]
    [InlineData("x \ud800 y", "y \ud800", true)]
    [InlineData("first\n+32 475 11 22 33\nlast", "47511 las", true)]
    public void Words_are_found_by_their_beginnings_and_numbers_by_their_digits(string value, string asked, bool found) =>
        Assert.Equal(found, FindText.Asking(asked)?.Invoke(FindText.Folded(value)) ?? true);

    [Fact]
    public void Folding_and_asking_take_any_text() => Check.QuickThrowOnFailure(Prop.ForAll<string?, string?>((value, asked) =>
    {
        FindText.Asking(asked)?.Invoke(FindText.Folded(value ?? ""));
        return true;
    }));

    [Fact]
    public void A_foreign_cursor_is_refused_and_never_a_fault() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(cursor =>
    {
        var index = new BookIndex();
        index.Apply(Entry(Ids[0], 1, "One", "u"), null);
        return index.Page(new(Cursor: cursor ?? "")).Outcome is Outcome.Invalid or Outcome.Ok;
    }));

    [Theory]
    [InlineData("sv", "Zoe,Åsa,Ärla,Östen", "Ärla,Åsa,Östen,Zoe")]
    [InlineData("da", "Zoe,Ærø,Østen,Åse,Aase", "Aase,Ærø,Åse,Østen,Zoe")]
    [InlineData("pl", "Lynx,Łada,Mo", "Łada,Lynx,Mo")]
    [InlineData("cs-CZ", "Cyril,Hana,Chalupa,Ivo", "Chalupa,Cyril,Hana,Ivo")]
    [InlineData("ru", "Анна,Ben", "Ben,Анна")]
    public void Names_are_sorted_in_the_readers_alphabet(string locale, string inTheirs, string inOurs)
    {
        var index = Named(inTheirs.Split(','));
        Assert.Equal(inTheirs, Listed(index, locale));
        Assert.Equal(inOurs, Listed(index, null));
        foreach (var tag in (string[])["en", "nl-BE", "fr", "de-CH", "", "xx", "not a tag", "-", "x-private", new string('a', 35)]) Assert.Equal(inOurs, Listed(index, tag));
    }

    [Fact]
    public void Languages_that_sort_alike_share_one_order()
    {
        Assert.Same(Collation.Root, Collation.Of(null));
        foreach (var tag in (string[])["en", "en-GB", "fr", "nl-BE", "de", "it", "pt-BR", "xx-YY", "EN-us-x-mine"]) Assert.Same(Collation.Root, Collation.Of(tag));
        Assert.Same(Collation.Of("sv"), Collation.Of("sv-SE-x-home"));
        Assert.Equal(8, new[] { null, "sv", "da", "pl", "fr-CA", "ja", "zh-Hant", "tr" }.Select(tag => Collation.Of(tag).Fingerprint).Distinct().Count());
    }

    [Fact]
    public void A_cursor_of_one_alphabet_is_refused_in_another()
    {
        var index = Named("Anna", "Åsa", "Zoe");
        var cursor = index.Page(new(Limit: 1, Locale: "sv")).Value!.Next;
        Assert.Equal(Outcome.Invalid, index.Page(new(Cursor: cursor, Locale: "da")).Outcome);
        Assert.Equal(Outcome.Invalid, index.Page(new(NameOrder.LastFirst, Cursor: cursor, Locale: "sv")).Outcome);
        Assert.Equal(1, index.Page(new(Cursor: cursor, Locale: "sv-FI")).Value!.Offset);
    }

    [Fact]
    public void More_orders_than_are_kept_are_right_all_the_same()
    {
        var index = Named("Anna", "Åsa", "Zoe");
        string[] locales = ["sv", "da", "pl", "cs", "ru", "ja", "tr", "hu", "sv"];
        var (seq, id) = (100L, Ids[11]);
        foreach (var locale in locales)
        {
            index.Page(new(Locale: locale));
            index.Apply(Entry(id, ++seq, $"Ö{seq}", "moving"), null);
            var expected = locale is "sv" or "da" or "tr" or "hu" ? null : $"Anna,Åsa,Ö{seq},Zoe";
            if (expected is not null) Assert.Equal(expected, Listed(index, locale));
            if (locale == "sv") Assert.Equal($"Anna,Zoe,Åsa,Ö{seq}", Listed(index, locale));
        }
    }

    [Fact]
    public void How_a_name_is_read_comes_before_how_it_is_written()
    {
        var index = new BookIndex();
        index.Apply(Entry(Ids[0], 1, "山田", "a", "やまだ"), null);
        index.Apply(Entry(Ids[1], 2, "青木", "b", "あおき"), null);
        index.Apply(Entry(Ids[2], 3, "かとう", "c"), null);
        Assert.Equal("青木,かとう,山田", Listed(index, "ja"));
        Assert.Equal("あ0 か1 や2", Letters(index, "ja"));
    }

    [Theory]
    [InlineData(null, "#0 A2 B5 E6 L7 S8 Z9", "1st,(x),anna,Åsa,Aaron,Ben,Émile,Łukasz,ßa,Zoë")]
    [InlineData("sv", "#0 A1 Z3 Å4 Ä5 Ö7", "1st,anna,Aaron,Zoë,Åsa,Ärla,Ære,Östen,Ørsted")]
    [InlineData("da", "A0 Z1 Æ2 Ø4 Å6", "anna,Zoe,Ære,Ärla,Øre,Östen,Aase,Åse")]
    [InlineData("cs", "C0 Č1 D2 H3 CH4 I5", "Cyril,Čapek,Dan,Hana,Chalupa,Ivo")]
    [InlineData("tr", "I0 İ1", "Irmak,ipek")]
    [InlineData("ru", "А0 Е1 Й3 A4", "Анна,Ева,Ёлка,Йосиф,Anna")]
    [InlineData(null, "A0 あ1 か2 た4 漢5", "Anna,うえの,かとう,ガリ,ちば,山田,青木")]
    [InlineData("ko", "ㄱ0 ㄴ3 ㅎ4 A5", "Anna,가나,김,伽,나무,한")]
    [InlineData("zh", "漢0 A2", "Anna,山田,青木")]
    [InlineData("th", "ก0 ข1", "เก,ขา")]
    public void The_letters_to_jump_by_are_those_of_the_language(string? locale, string letters, string names) =>
        Assert.Equal(letters.ToUpperInvariant(), Letters(Named(names.Split(',')), locale).ToUpperInvariant());

    [Fact]
    public void Contacts_without_a_name_come_last_and_letters_hold_for_what_was_found()
    {
        var index = Named("Ben", "", "Anna", "Bea");
        Assert.Equal("A0 B1 …3", Letters(index, null));
        index.Apply(Entry(Ids[3], 50, null, "u3"), null);
        Assert.Equal("A0 B1 …2", Letters(index, null));
        Assert.Empty(new BookIndex().Letters(Sorting.Of(NameOrder.FirstLast, null), null).Letters);
    }

    [Fact]
    public void Every_entry_stands_under_the_letter_before_it() => Check.QuickThrowOnFailure(Prop.ForAll<string[]>(names =>
    {
        var index = Named([.. names.Select(name => (name ?? "").Replace(",", "", StringComparison.Ordinal))]);
        foreach (var locale in (string?[])[null, "sv", "ja", "ko", "th"])
        {
            var told = index.Letters(Sorting.Of(NameOrder.FirstLast, locale), null);
            Assert.Equal(names.Length, told.Total);
            Assert.Equal(told.Letters.Select(letter => letter.Offset).Order().Distinct(), told.Letters.Select(letter => letter.Offset));
            Assert.Equal(names.Length > 0, told.Letters.Length > 0 && told.Letters[0].Offset == 0);
        }
    }));

    private static BookIndex Named(params string[] names)
    {
        var index = new BookIndex();
        for (var i = 0; i < names.Length; i++) index.Apply(Entry(new ContactId(new Guid(i, 0, 0, new byte[8])), i + 1, names[i], $"u{i}"), null);
        return index;
    }

    private static string Listed(BookIndex index, string? locale) => string.Join(',', index.Page(new(Locale: locale)).Value!.Entries.Select(Name));

    private static string Letters(BookIndex index, string? locale) =>
        string.Join(' ', index.Letters(Sorting.Of(NameOrder.FirstLast, locale), null).Letters.Select(letter => $"{letter.Letter}{letter.Offset}"));

    [Fact]
    public void The_throttle_grows_to_five_minutes_and_no_further()
    {
        var (throttle, now) = (new Throttle(), DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 4; i++) throttle.Failed(now);
        Assert.Equal(0, throttle.Wait(now));
        var waits = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            throttle.Failed(now);
            waits.Add(throttle.Wait(now));
        }
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300], waits.Take(10));
        Assert.Equal(300, waits[^1]);
        throttle.Succeeded();
        Assert.Equal(0, throttle.Wait(now));
    }

    private static void Agrees(BookIndex index, Dictionary<ContactId, BookEntry> model, long seq, long from = 0)
    {
        var living = model.Values.Where(entry => !entry.Deleted).ToList();
        Assert.Equal((seq, living.Count), (index.Seq, index.Count));
        foreach (var order in Enum.GetValues<NameOrder>())
        {
            var sorted = order == NameOrder.Recent ? living.OrderByDescending(entry => entry.Seq) : living.OrderBy(Name, StringComparer.Ordinal);
            var expected = sorted.ThenBy(entry => entry.Id.Value).Select(entry => entry.Id).ToList();
            Assert.Equal(expected, index.Ids(order));
            var paged = new List<ContactId>();
            for (string? cursor = null; ;)
            {
                var page = index.Page(new(order, Limit: 3, Cursor: cursor)).Value!;
                Assert.Equal(paged.Count, page.Offset);
                paged.AddRange(page.Entries.Select(entry => entry.Id));
                if ((cursor = page.Next) is null) break;
            }
            Assert.Equal(expected, paged);
            foreach (var id in expected) Assert.Contains(index.Page(new(order, Limit: 4, Around: id)).Value!.Entries, entry => entry.Id == id);
        }
        for (var since = from; since <= seq; since++)
        {
            Assert.Equal(model.Values.Where(entry => entry.Seq > since).OrderBy(entry => entry.Seq).Select(entry => entry.Id), index.Since(since, 5000)!.Entries.Select(entry => entry.Id));
        }
        foreach (var entry in living) Assert.Equal(entry.Id, index.ByHref(entry.Href)!.Id);
        foreach (var gone in model.Values.Where(entry => entry.Deleted)) Assert.Null(index.ByHref(gone.Href));
    }

    private static BookEntry Entry(ContactId id, long seq, string? name, string uid, string? read = null) => new(id, seq, seq, seq, name is null, uid, id + ".vcf",
        name is null ? [] : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["name"] = name, ["firstLast"] = name, ["lastFirst"] = name, [read is null ? "other" : "firstLastSort"] = read ?? "" }));

    private static string Name(BookEntry entry) => JsonDocument.Parse(Encoding.UTF8.GetString(entry.Summary)).RootElement.GetProperty("name").GetString()!;
}
