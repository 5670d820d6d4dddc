namespace ContactOffice.GrainInterfaces;

/// <summary>
/// Tells whoever listens in this process of the changes that its own books make, in the moment in which they make them (decision 0026).
/// Other nodes hear of them by the stream, and so does this one, later.
/// </summary>
public sealed class NodeChanges
{
    /// <summary>Called in the book's turn: it must not block.</summary>
    public event Action<BookChanged>? Changed;

    public void Tell(BookChanged change) => Changed?.Invoke(change);
}
