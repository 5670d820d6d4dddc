namespace ContactOffice.Grains.Books;

/// <summary>The orders in which a book was asked for lately; each is built when it is first asked for, and kept up to date from then on.</summary>
internal sealed class DisplayOrders
{
    private const int Max = 6;

    /// <summary>The one that was asked for last comes first.</summary>
    private readonly List<DisplayOrder> orders = new(Max);

    public DisplayOrder Get(Sorting sorting, IEnumerable<Entry> living)
    {
        var index = orders.FindIndex(order => order.Sorting == sorting);
        if (index == 0) return orders[0];
        var found = index < 0 ? new DisplayOrder(sorting, living) : orders[index];
        if (index > 0) orders.RemoveAt(index);
        else if (orders.Count == Max) orders.RemoveAt(Max - 1);
        orders.Insert(0, found);
        return found;
    }

    /// <summary>Makes a change of an entry, and moves it in every order.</summary>
    /// <param name="stands">It was in the book until now.</param>
    public void Change(Entry entry, bool stands, Action change)
    {
        var before = orders.ConvertAll(order => stands ? order.Sorting.Key(entry.Summary, entry.Seq) : null);
        change();
        for (var i = 0; i < orders.Count; i++) orders[i].Put(entry, before[i]);
    }
}
