using ContactOffice.Benchmarks.Running;
using ContactOffice.Benchmarks.Team;

namespace ContactOffice.Benchmarks;

/// <summary>
/// Eight people do at random what they may and may not, at the same time, each answer held against a model; in the middle the server is killed (kill -9) and
/// started again. At the end every book, right, comment and tag must be as the model has it.
/// </summary>
internal static class TeamCommand
{
    private const int People = 8;
    private const int Groups = 3;

    public static async Task<int> Run(Options options)
    {
        var (seconds, seed, path) = (options.Number("seconds", 60), options.Number("seed", Environment.TickCount & 0xFFFF), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        using var administrator = await Session.SetUp(server);
        var report = new Report("A team against a model", ("database", measured.DatabaseName), ("people", $"{People}, {Groups} groups, {seconds} s, seed {seed}, killed in the middle"));
        var (model, tally) = (new TeamModel(), new TeamTally());
        var people = new Dictionary<string, Session>();
        for (var i = 0; i < People; i++) people[$"person{i}"] = await administrator.CreateAccount($"person{i}");
        var first = people["person0"];
        for (var i = 0; i < Groups; i++)
        {
            model.Groups.Add(new($"group {i}"));
            await first.Send(HttpMethod.Post, "/groups", new { name = $"group {i}", kind = "open" });
            model.Groups[i].Roles["person0"] = "administrator";
            foreach (var name in people.Keys.Skip(1).Take(4 + i))
            {
                await people[name].Send(HttpMethod.Post, $"/groups/group%20{i}/members");
                model.Groups[i].Roles[name] = "member";
            }
            await first.Send(HttpMethod.Patch, $"/groups/group%20{i}/members/person1", new { role = "coAdministrator" });
            model.Groups[i].Roles["person1"] = "coAdministrator";
        }
        var random = new Random(seed);
        var actors = people.Values.Select(session => new TeamActor(model, session, [.. people.Keys], new Random(random.Next()), tally)).ToList();
        foreach (var actor in actors) await actor.MakeTag();

        var comparison = new TeamComparison(model, people, first);
        var (differences, open) = (new List<string>(), 0);
        for (var half = 0; half < 2; half++)
        {
            using var stop = new CancellationTokenSource();
            var acting = actors.Select(actor => Task.Run(() => actor.Act(stop.Token))).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(seconds / 2.0));
            if (half == 0) server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(acting);
            if (half == 0)
            {
                await server.Start();
                var unanswered = tally.TakeOpen();
                open = unanswered.Count;
                await comparison.Settle(unanswered);
            }
            differences.AddRange(await comparison.Differences());
        }
        report.Add("done", tally.Allowed, "");
        report.Add("refused, as they should be", tally.Refused, "");
        report.Add("on their way when it died, by what they were about", open, "");
        report.Add("contacts", model.Contacts.Count, "");
        report.AtMost("answers that the rights do not give", tally.Wrong.Count, 0, "");
        report.AtMost("differences of server and model, after the kill and at the end", differences.Count, 0, "");
        foreach (var wrong in tally.Wrong.GroupBy(one => one).Take(20)) Console.WriteLine($"  {wrong.Count()} x {wrong.Key}");
        foreach (var difference in differences.Take(10)) Console.WriteLine("  " + difference);
        return report.Finish(path);
    }
}
