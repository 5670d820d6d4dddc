using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>The books that a crash or failover test writes to.</summary>
internal static class WrittenBooks
{
    /// <summary>Makes accounts, each with some contacts that all its writers share.</summary>
    public static async Task<List<KnownBook>> Make(Server server, int accounts, int shared, Tally tally)
    {
        using var administrator = await Session.SetUp(server);
        var books = new List<KnownBook>();
        for (var i = 0; i < accounts; i++)
        {
            var book = new KnownBook(await administrator.CreateAccount($"writer{i}"));
            await book.Session.Import(shared);
            foreach (var listed in await book.Session.List())
            {
                var (card, version) = await book.Session.Card(listed.Id);
                var contact = new KnownContact(listed.Id, new Observed(version, Content.Of(card!)));
                book.Contacts[listed.Id] = contact;
                book.Shared.Add(contact);
            }
            books.Add(book);
            await new Verification(book, tally).Run();
        }
        return books;
    }
}
