using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Tells how far a book is: this node at once, the others by the book's stream, with one event under way at a time and the latest number in the next.
/// Events are hints, so none is repeated when it fails: the next change, or the reader's own look, makes up for it.
/// </summary>
internal sealed partial class BookAnnouncer(BookId book, NodeChanges node, IAsyncStream<BookChanged> stream, long seq, ILogger logger)
{
    private long announced = seq;
    private long latest = seq;
    private AccountId latestWho;
    private bool announcing;

    /// <summary>False where this was announced already.</summary>
    public bool Announce(long seq, AccountId who)
    {
        if (seq <= latest) return false;
        (latest, latestWho) = (seq, who);
        node.Tell(new BookChanged(book, seq, who));
        if (!announcing) _ = Publish();
        return true;
    }

    /// <summary>The database was put back to an earlier state: what comes next is told, though its number is not new.</summary>
    public void PutBack(long seq) => (latest, announced) = (seq, seq);

    private async Task Publish()
    {
        announcing = true;
        try
        {
            while (announced < latest)
            {
                announced = latest;
                await stream.OnNextAsync(new BookChanged(book, announced, latestWho));
            }
        }
        catch (Exception fault)
        {
            LogNotAnnounced(fault, book, announced);
        }
        finally
        {
            announcing = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Book {Book} could not announce its change {Seq}")]
    private partial void LogNotAnnounced(Exception fault, BookId book, long seq);
}
