namespace ContactOffice.Silo;

/// <summary>The program cannot start, and the message tells the person at the console why and what to do.</summary>
public sealed class StartupException : Exception
{
    public StartupException() { }

    public StartupException(string message) : base(message) { }

    public StartupException(string message, Exception inner) : base(message, inner) { }
}
