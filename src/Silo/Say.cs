namespace ContactOffice.Silo;

/// <summary>What the program says to who started it, before or instead of serving. Each returns the exit code.</summary>
public static class Say
{
    public static int Help()
    {
        Console.Out.WriteLine(CommandLine.Usage);
        return 0;
    }

    /// <summary>The sentence for a fault that a person can mend; another one whole, for whoever reports it.</summary>
    public static int Fault(Exception fault) =>
        Problem(StartupFault.Explain(fault) ?? $"It ended with a fault that should not happen; please report it with this text.\n{fault}");

    /// <summary>One line on standard error: what is wrong and what to do.</summary>
    public static int Problem(string sentence)
    {
        Console.Error.WriteLine("contactoffice: " + sentence);
        return 1;
    }
}
