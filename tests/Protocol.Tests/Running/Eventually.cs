namespace ContactOffice.Protocol.Tests.Running;

/// <summary>For what comes to hold by itself, soon.</summary>
internal static class Eventually
{
    /// <summary>A minute: the machine that runs the tests may have much else to do.</summary>
    public static async Task Holds(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await condition()) return;
            await Task.Delay(100);
        }
        throw new TimeoutException("It did not come to hold.");
    }
}
