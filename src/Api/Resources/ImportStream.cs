using ContactOffice.Api.Http;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Resources;

/// <summary>Feeds a file to its import while it arrives: no faster than the import takes it, and never more than one batch is held.</summary>
internal sealed class ImportStream(IImportGrain import, AccountId actor, string environment)
{
    private const int MaxCards = 400;
    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly VCardSplitter _splitter = new();
    private readonly List<ImportCard> _batch = [];
    private int _batchBytes;
    private long _bytesRead;
    private Refusal? _refusal;

    /// <summary>Reads the body to its end and answers with the report; whatever happens to the body, the report ends and tells the truth.</summary>
    public async Task<IResult> Read(HttpContext http)
    {
        string? failure;
        try
        {
            failure = await ReadBody(http);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or IOException or ConnectionResetException))
        {
            await import.Finish(actor, "The server failed.");
            throw;
        }
        var report = await import.Finish(actor, failure);
        if (_refusal is { } refusal) return Problem.Of(refusal);
        if (!report.IsOk) return Problem.Of(report.Refusal);
        return failure is null || http.RequestAborted.IsCancellationRequested ? TypedResults.Ok(ImportStatus.Of(report.Value, environment)) : new Problem(ProblemKind.TooLarge, failure);
    }

    /// <returns>Why the file ended early; null where it did not.</returns>
    private async Task<string?> ReadBody(HttpContext http)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int length;
            while ((length = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                _bytesRead += length;
                if (!await Take(_splitter.Push(buffer.AsMemory(0, length)))) return Refused;
            }
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return "The file is larger than 256 MiB.";
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ConnectionResetException)
        {
            _ = await Take(_splitter.Complete()) && await Send(); // what arrived, and where it was cut
            return $"The upload broke off after {_bytesRead} bytes.";
        }
        return await Take(_splitter.Complete()) && await Send() ? null : Refused;
    }

    private string Refused => _refusal?.Detail ?? "The import was refused.";

    private async Task<bool> Take(IEnumerable<VCardSlice> slices)
    {
        foreach (var slice in slices)
        {
            _batch.Add(new ImportCard(slice.Line, slice.Bytes, slice.Broken, slice.BrokenCode));
            _batchBytes += slice.Bytes.Length;
            if ((_batch.Count >= MaxCards || _batchBytes >= MaxBytes) && !await Send()) return false;
        }
        return true;
    }

    private async Task<bool> Send()
    {
        var added = await import.Add(actor, [.. _batch], _bytesRead);
        _batch.Clear();
        _batchBytes = 0;
        if (!added.IsOk) _refusal = added.Refusal;
        return added.IsOk;
    }
}
