using ContactOffice.Grains.Storage;
using Microsoft.AspNetCore.Connections;

namespace ContactOffice.Silo;

/// <summary>Turns the faults that a person can mend into one line that says how. Others keep their stack trace.</summary>
public static class StartupFault
{
    /// <summary>Null where the fault is none of those.</summary>
    public static string? Explain(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            var explanation = cause switch
            {
                StartupException or DatabaseException => cause.Message,
                AddressInUseException => $"{fault.Message.TrimEnd('.')}. Stop what listens there, or choose another port with --urls.",
                InvalidOperationException when cause.Message.Contains("HTTPS endpoint", StringComparison.Ordinal) =>
                    "There is no certificate for https. Set Kestrel:Certificates:Default:Path and :Password, or end TLS in a proxy and listen on http.",
                _ => null,
            };
            if (explanation is not null) return explanation;
        }
        return null;
    }
}
