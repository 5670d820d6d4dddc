using System.Data.Common;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>
/// One transaction, or one reading, in words that both dialects understand: for what is written too rarely to deserve a statement of its own in each.
/// Parameters are named and stand in the order of their first use. For one thread at a time.
/// </summary>
public interface ISqlSession
{
    /// <summary>How many rows it changed.</summary>
    int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>The first row as <paramref name="map"/> makes it; default where there is none.</summary>
    T? One<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values);

    List<T> All<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values);

    object Id(ContactId id);

    object Ids(IEnumerable<ContactId> ids);

    object Texts(IEnumerable<string> texts);

    /// <summary>The condition that what stands before it is among the <see cref="Ids"/> that the parameter names.</summary>
    string AmongIds(string parameter);

    /// <summary>The same for <see cref="Texts"/>.</summary>
    string AmongTexts(string parameter);

    /// <summary>An id column as its 32 hexadecimal digits.</summary>
    string IdText(string column);

    /// <summary>Ends a SELECT whose rows of this table nobody else may change until the transaction ends; empty where the writer is alone.</summary>
    string ForUpdateOf(string table);
}
