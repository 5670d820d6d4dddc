using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>Contacts in groups: where they appear, who edits them, and what is said about them.</summary>
public sealed class SharingTests(DemoSite site) : BrowserTest(site)
{
    private static async Task<string> NewGroup(Account account, string name)
    {
        name = $"{name} of {account.UserName}";
        await account.Post("/api/v1/groups", new { name, kind = "open" });
        return name;
    }

    private static async Task<int> TotalIn(Account account, string group) =>
        (await account.Get($"/api/v1/books/{Uri.EscapeDataString(group)}/contacts?limit=1")).GetProperty("total").GetInt32();

    private static async Task Share(Account account, string id, string group) => await account.Post($"/api/v1/contacts/{id}/shares", new { groups = new[] { group } });

    private static async Task Choose(Window window, string action)
    {
        await window.Button("Actions").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = action, Exact = true }).ClickAsync();
    }

    [Fact]
    public async Task Two_people_share_edit_and_part_while_both_look()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        await alice.Add(new { firstName = "Ada" });
        var group = await NewGroup(alice, "Sales");
        await bob.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        var (his, hers) = (await OpenAs(bob), await OpenAs(alice));
        await his.Go("/groups/" + Uri.EscapeDataString(group));
        await Expect(his.Page.GetByText($"{group} has no contacts yet")).ToBeVisibleAsync();
        await his.IsLive();
        await hers.IsLive();

        // Alice shares, and lets everybody edit: Bob sees it come.
        await hers.Row("Ada").ClickAsync();
        await Choose(hers, "Share with groups…");
        await hers.Page.GetByRole(AriaRole.Checkbox, new() { Name = group }).CheckAsync();
        await hers.Button("Share").ClickAsync();
        await his.Row("Ada").ClickAsync();
        await Expect(his.CardName).ToHaveTextAsync("Ada");
        await hers.Button("Change who may edit…").ClickAsync();
        await hers.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"All members of {group}" }).CheckAsync();
        await hers.Button("Save").ClickAsync();

        // Bob edits: Alice sees that.
        await his.Link("Edit").ClickAsync();
        await his.Field("First name").FillAsync("Ada Augusta");
        await his.Button("Save").ClickAsync();
        await Expect(his.CardName).ToHaveTextAsync("Ada Augusta");
        await Expect(hers.CardName).ToHaveTextAsync("Ada Augusta");
        await Expect(hers.Row("Ada Augusta")).ToBeVisibleAsync();

        // He edits again and is removed meanwhile: his list goes at once, and his form says why.
        await his.Link("Edit").ClickAsync();
        await his.Field("First name").FillAsync("Too late");
        await alice.Remove($"/api/v1/groups/{Uri.EscapeDataString(group)}/members/{bob.UserName}");
        await Expect(his.Form.GetByText($"You are no longer a member of {group}.")).ToBeVisibleAsync();
        await Expect(his.Rows).ToHaveCountAsync(0);
        await Expect(his.Field("First name")).ToHaveValueAsync("Too late");
        await Expect(his.Button("Save")).ToBeDisabledAsync();
        await Expect(hers.CardName).ToHaveTextAsync("Ada Augusta");
    }

    [Fact]
    public async Task What_a_member_edits_over_CardDAV_is_in_the_others_window_at_once()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var group = await NewGroup(alice, "Sales");
        await bob.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        var id = await alice.Add(new { firstName = "Ada" });
        await alice.Post($"/api/v1/contacts/{id}/shares", new { groups = new[] { group } });
        await alice.Put($"/api/v1/contacts/{id}/rights", new { principals = new[] { new { group } } });
        var hers = await OpenAs(alice);
        await hers.Go("/groups/" + Uri.EscapeDataString(group));
        await Expect(hers.Row("Ada")).ToBeVisibleAsync();
        await hers.IsLive();

        await bob.PutCard($"/dav/addressbooks/{bob.UserName}/{Uri.EscapeDataString(group)}/{id}.vcf", (await bob.Card(id)).Replace("Ada", "Augusta", StringComparison.Ordinal));

        await Expect(hers.Row("Augusta")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_contact_is_shared_with_several_groups_and_taken_back()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        var (sales, board) = (await NewGroup(account, "Sales"), await NewGroup(account, "Board"));
        var window = await OpenAs(account);
        await window.Row("Ada").ClickAsync();
        await Choose(window, "Share with groups…");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = sales }).CheckAsync();
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = board }).CheckAsync();
        await window.Button("Share").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Ada was shared with");
        var places = window.Page.GetByRole(AriaRole.Region, new() { Name = "Appears in" });
        await Expect(places.GetByText(sales)).ToBeVisibleAsync();
        await Expect(places.GetByText(board)).ToBeVisibleAsync();
        Assert.Equal(1, await TotalIn(account, sales));
        Assert.Equal(1, await TotalIn(account, board));

        await window.Button("Undo").ClickAsync();
        await Expect(places.GetByText(sales)).ToHaveCountAsync(0);
        Assert.Equal(0, await TotalIn(account, sales));

        await Share(account, id, sales);
        await window.Page.ReloadAsync();
        await window.Button($"Take out of {sales}").ClickAsync();
        await Expect(places.GetByText(sales)).ToHaveCountAsync(0);
        await window.Button("Undo").ClickAsync();
        await Expect(places.GetByText(sales)).ToBeVisibleAsync();
        Assert.Equal(1, await TotalIn(account, sales));
    }

    [Fact]
    public async Task A_selection_is_shared_and_what_was_there_before_stays_after_the_undo()
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var id = await account.Add(new { firstName = "Ada" });
        var group = await NewGroup(account, "Sales");
        await Share(account, id, group);
        var window = await OpenAs(account);
        await window.Page.GetByLabel("Select all").CheckAsync();
        await window.Button("More actions").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Share with groups…" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = group }).CheckAsync();
        await window.Button("Share").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("3 contacts were shared with");
        Assert.Equal(4, await TotalIn(account, group));
        await window.Button("Undo").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("No longer shared.");
        Assert.Equal(1, await TotalIn(account, group));
    }

    [Fact]
    public async Task A_group_that_has_another_contact_with_the_UID_is_named()
    {
        const string Card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nUID:the-same\r\nEND:VCARD\r\n";
        var (account, other) = (await NewAccount(), await NewAccount());
        await account.AddCard(Card);
        var group = await NewGroup(account, "Sales");
        await other.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        await account.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/rights", new { principals = new[] { new { account = other.UserName } }, right = "add" });
        await Share(other, await other.AddCard(Card), group);
        var window = await OpenAs(account);
        await window.Row("Ada").ClickAsync();
        await Choose(window, "Share with groups…");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = group }).CheckAsync();
        await window.Button("Share").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync($"{group} did not take Ada");
    }

    [Fact]
    public async Task Who_deletes_a_shared_contact_is_told_first_which_groups_lose_it()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        var group = await NewGroup(account, "Sales");
        await Share(account, id, group);
        var window = await OpenAs(account);
        await window.Row("Ada").ClickAsync();
        await Choose(window, "Delete");
        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(group);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(1, await account.Total());
        await Choose(window, "Delete");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Ada was deleted.");
        Assert.Equal(0, await TotalIn(account, group));
        await window.Button("Undo").ClickAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        Assert.Equal(1, await TotalIn(account, group));
    }

    [Fact]
    public async Task All_of_a_group_and_single_members_are_allowed_to_edit()
    {
        var (account, other) = (await NewAccount(), await NewAccount());
        var id = await account.Add(new { firstName = "Ada" });
        var group = await NewGroup(account, "Sales");
        await other.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        await Share(account, id, group);
        Assert.False((await other.Get($"/api/v1/contacts/{id}")).GetProperty("mayEdit").GetBoolean());
        var window = await OpenAs(account);
        await window.Row("Ada").ClickAsync();
        await window.Button("Change who may edit…").ClickAsync();
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"All members of {group}" }).CheckAsync();
        await window.Button("Save").ClickAsync();
        await Expect(window.Page.GetByText($"May be edited by: All members of {group}")).ToBeVisibleAsync();
        Assert.True((await other.Get($"/api/v1/contacts/{id}")).GetProperty("mayEdit").GetBoolean());

        await window.Button("Change who may edit…").ClickAsync();
        await window.Button($"Take the right from: All members of {group}").ClickAsync();
        await window.Page.GetByLabel("Find members by a part of the name").FillAsync(other.UserName);
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = other.UserName }).CheckAsync();
        await window.Button("Save").ClickAsync();
        await Expect(window.Page.GetByText($"May be edited by: {other.UserName}")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_comment_appears_in_another_window_and_goes_again()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var writing = await OpenAs(account);
        var watching = await OpenAs(account);
        foreach (var window in new[] { writing, watching })
        {
            await window.Row("Ada").ClickAsync();
            await window.IsLive();
            await Expect(window.Page.GetByLabel("New comment")).ToBeVisibleAsync();
        }
        await writing.Page.GetByLabel("New comment").FillAsync("Call <b>before</b> noon.\nSecond line");
        await writing.Page.GetByLabel("New comment").PressAsync("Control+Enter");
        var comments = watching.Page.GetByRole(AriaRole.Region, new() { Name = "Comments" });
        await Expect(comments.GetByText("Call <b>before</b> noon.")).ToBeVisibleAsync();
        await Expect(watching.Row("Ada").GetByText("1 comment")).ToBeAttachedAsync();
        await Expect(writing.Page.GetByLabel("New comment")).ToHaveValueAsync("");

        await writing.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delete the comment") }).ClickAsync();
        await writing.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(comments.GetByText("before")).ToHaveCountAsync(0);
        await Expect(watching.Row("Ada").GetByText("1 comment")).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task The_card_and_the_dialogs_are_accessible(int width, bool dark)
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        await account.Post($"/api/v1/contacts/{id}/comments", new { text = "Call before noon." });
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Row("Ada").ClickAsync();
        await Choose(window, "Share with groups…");
        await Expect(window.Page.GetByText("There is no group to share with")).ToBeVisibleAsync();
        await Axe.IsContent(window, "no group");
        await window.Page.Keyboard.PressAsync("Escape");

        var group = await NewGroup(account, "Sales");
        await Choose(window, "Share with groups…");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = group }).CheckAsync();
        await Axe.IsContent(window, "share");
        await window.Button("Share").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "Appears in" }).GetByText(group)).ToBeVisibleAsync();
        await Axe.IsContent(window, "card");
        await window.Button("Change who may edit…").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"All members of {group}" })).ToBeVisibleAsync();
        await Axe.IsContent(window, "editors");
        await window.Page.Keyboard.PressAsync("Escape");
        await Choose(window, "Delete");
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(group);
        await Axe.IsContent(window, "confirm");
    }
}
