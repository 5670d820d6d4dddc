using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.12. Contacts live in one folder only: nothing is moved anywhere, and each is told why.</summary>
internal static class MoveItems
{
    /// <summary>§2.2.3.177.10.</summary>
    private const int NoSource = 1;
    private const int NoTarget = 2;
    private const int SameFolder = 4;
    private const int Failed = 5;
    private const int MaxMoves = 1000;
    private const int MaxId = 64;

    private static readonly XNamespace Ns = Names.Move;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var moves = request.Body!.Elements(Ns + "Move").ToArray();
        if (moves.Length == 0) throw EasFault.Of(Ns + "MoveItems", request.Version >= EasVersion.V140 ? EasStatus.InvalidXml : Failed);
        if (moves.Length > MaxMoves || !Array.TrueForAll(moves, IsWhole)) throw EasFault.Of(Ns + "MoveItems", EasStatus.InvalidXml); // §3.1.5.10
        var answer = new XElement(Ns + "MoveItems");
        foreach (var move in moves)
            answer.Add(new XElement(Ns + "Response", new XElement(Ns + "SrcMsgId", move.Text(Ns + "SrcMsgId")), new XElement(Ns + "Status", await Status(request, move))));
        return answer;
    }

    /// <summary>Whether it has each name, of a length that an answer may repeat.</summary>
    private static bool IsWhole(XElement move) => Array.TrueForAll(["SrcMsgId", "SrcFldId", "DstFldId"], name => move.Text(Ns + name) is { Length: > 0 and <= MaxId });

    private static async Task<int> Status(EasRequest request, XElement move)
    {
        var (source, target) = (Folders.Find(move.Text(Ns + "SrcFldId")), Folders.Find(move.Text(Ns + "DstFldId")));
        if (source is not { IsContacts: true } || !ContactId.TryParse(move.Text(Ns + "SrcMsgId"), out var id)) return NoSource;
        var there = await request.Grains.AddressBook(BookId.PrivateOf(request.Actor)).ReadCards(request.Actor, [id]);
        if (there.Value is not { Length: 1 }) return NoSource;
        return target is null ? NoTarget : target == source ? SameFolder : Failed;
    }
}
