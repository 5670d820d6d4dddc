using System.Diagnostics;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Groups;

namespace ContactOffice.Grains.Tests;

/// <summary>Figures, and no test: <c>dotnet run -c Release --project tests/Grains.Tests -- -explicit only -showLiveOutput</c> prints them.</summary>
public sealed class RightsFigures(ITestOutputHelper output)
{
    /// <summary>As every request has it checked: what an account is in a group of 10,000 whose members all have a right, and whether that is enough.</summary>
    [Fact(Explicit = true)]
    public void A_check_in_a_group_of_ten_thousand()
    {
        var group = new GroupId(Guid.NewGuid());
        var members = Enumerable.Range(0, 10_000).ToDictionary(i => new AccountId($"member{i}"), _ => new Membership(GroupRole.Member, DateTimeOffset.UnixEpoch));
        var rights = new Dictionary<Principal, ContentRight> { [Principal.AllOf(group)] = ContentRight.AddAndDelete };
        var snapshot = new GroupSnapshot(group, "Everybody", GroupKind.Open, 1, members, new Dictionary<AccountId, GroupRequestRow>(), rights);
        var asking = members.Keys.ToArray();
        var times = new List<double>();
        for (var i = 0; i < 100_000; i++)
        {
            var actor = asking[i * 7919L % asking.Length];
            var began = Stopwatch.GetTimestamp();
            var place = Place.Of(new Standing(snapshot.RoleOf(actor), snapshot.ContentOf(actor)));
            var refusal = Rights.Refuse(Deed.Delete, place, new Tie(IsReadable: true));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            Assert.Null(refusal);
        }
        times.Sort();
        output.WriteLine($"a rights check in a group of 10,000: p50 {times[times.Count / 2]:F2} us, p99 {times[times.Count * 99 / 100]:F2} us");
    }
}
