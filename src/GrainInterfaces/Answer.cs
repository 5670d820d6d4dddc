namespace ContactOffice.GrainInterfaces;

/// <summary>How an expected course of events ended. Faults are exceptions; these are not.</summary>
public enum Outcome
{
    Ok,
    /// <summary>There is no such item, or the actor may not know that there is.</summary>
    NotFound,
    /// <summary>The actor may see the item but not do this to it.</summary>
    Forbidden,
    /// <summary>The item changed since the version that the caller named; the answer's detail tells the current one.</summary>
    Stale,
    /// <summary>Another contact of the same book has this UID (RFC 6352 §6.3.2.1 no-uid-conflict); the detail is its id.</summary>
    UidTaken,
    /// <summary>The input is wrong; the detail says what and where.</summary>
    Invalid,
    /// <summary>The name is in use.</summary>
    NameTaken,
    /// <summary>The plan's limit is reached; the detail says which.</summary>
    QuotaExceeded,
    /// <summary>The change log no longer reaches back this far: start anew.</summary>
    HorizonPassed,
    /// <summary>The id that the caller made for a new item is in use for something else.</summary>
    KeyTaken,
    /// <summary>Too many failures: try again after the seconds in the detail.</summary>
    Throttled,
}

/// <summary>A grain's answer: a value when <see cref="Outcome.Ok"/>, otherwise what hindered it, in a sentence meant for people.</summary>
[GenerateSerializer, Immutable, Alias("Answer`1")]
public readonly record struct Answer<T>([property: Id(0)] Outcome Outcome, [property: Id(1)] T? Value, [property: Id(2)] string? Detail = null, [property: Id(3)] WrongInput? Input = null)
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsOk => Outcome == Outcome.Ok;

    public static implicit operator Answer<T>(T value) => new(Outcome.Ok, value);

    public static implicit operator Answer<T>(Refusal refusal) => new(refusal.Outcome, default, refusal.Detail, refusal.Input);

    /// <summary>The same refusal for an answer of another type.</summary>
    public Refusal Refusal => new(Outcome, Detail, Input);
}

/// <summary>The part of an <see cref="Answer{T}"/> that holds no value.</summary>
public readonly record struct Refusal(Outcome Outcome, string? Detail = null, WrongInput? Input = null)
{
    /// <summary>Wrong input, told with its place in the detail as well.</summary>
    public static Refusal Of(WrongInput input) => new(Outcome.Invalid, input.Path.Length == 0 ? input.Message : $"{input.Path}: {input.Message}", input);
}

/// <summary>What is wrong with an input, for people and for programs that say it in another language.</summary>
/// <param name="Path">Its place in the input; empty for the whole.</param>
/// <param name="Code">Stable: <c>too-long</c>.</param>
/// <param name="Values">What the message has of numbers and names, by name; null where it has none.</param>
[GenerateSerializer, Immutable, Alias("WrongInput")]
public sealed record WrongInput(
    [property: Id(0)] string Path,
    [property: Id(1)] string Code,
    [property: Id(2)] string Message,
    [property: Id(3)] Dictionary<string, string>? Values = null);
