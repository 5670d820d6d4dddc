using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>Members of groups: their roles, how they leave, and how a long list of them is gone through.</summary>
public sealed class MemberTests(DemoSite site) : BrowserTest(site)
{
    private static string Path(string group) => "/api/v1/groups/" + Uri.EscapeDataString(group);

    private static string Display(Account account) => $"{account.UserName[..1].ToUpperInvariant()}{account.UserName[1..]}";

    private static async Task<string> NewGroup(Account administrator, params Account[] members)
    {
        var name = $"Crew & Co of {administrator.UserName}";
        await administrator.Post("/api/v1/groups", new { name, kind = "open" });
        foreach (var member in members) await member.Post(Path(name) + "/members", new { });
        return name;
    }

    private static async Task Manage(Window window, string group)
    {
        await window.Go("/groups/" + Uri.EscapeDataString(group));
        await window.IsLive();
        await window.Button("Group: members and rights").ClickAsync();
    }

    private static ILocator Role(Window window, Account account) => window.Page.GetByLabel($"Role of {Display(account)}", new() { Exact = true });

    private static ILocator Tab(Window window, string name) => window.Page.GetByRole(AriaRole.Tab, new() { Name = name });

    private static ILocator Member(Window window, string name) => window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Listitem).Filter(new() { Has = window.Page.GetByText(name, new() { Exact = true }) });

    private static async Task<string> RoleOf(Account reader, string group, Account whom) =>
        (await reader.Get(Path(group) + "/members")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("userName").GetString() == whom.UserName).GetProperty("role").GetString()!;

    [Fact]
    public async Task A_role_is_given_and_its_holder_sees_at_once_what_it_allows()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var group = await NewGroup(alice, bob);
        var (hers, his) = (await OpenAs(alice), await OpenAs(bob));
        await Manage(hers, group);
        await Manage(his, group);
        await Expect(Tab(his, "Rights")).ToBeVisibleAsync();
        await Expect(Tab(his, "History")).ToHaveCountAsync(0);
        await Expect(his.Button($"Remove {Display(alice)}")).ToHaveCountAsync(0);

        await Role(hers, bob).SelectOptionAsync("Co-administrator");
        await Expect(hers.Page.GetByRole(AriaRole.Dialog).GetByText($"{Display(bob)}: Co-administrator")).ToBeVisibleAsync();
        await Expect(Tab(his, "History")).ToBeVisibleAsync();
        await Expect(his.Page.GetByLabel("Invite by user name")).ToBeVisibleAsync();
        await Expect(Role(his, bob)).ToHaveCountAsync(0);
        Assert.Equal("coAdministrator", await RoleOf(alice, group, bob));

        await Role(hers, bob).SelectOptionAsync("Member");
        await Expect(Tab(his, "History")).ToHaveCountAsync(0);
        await Expect(Role(hers, bob)).ToHaveValueAsync("member");
    }

    [Fact]
    public async Task Administration_is_handed_over_after_a_warning()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var group = await NewGroup(alice, bob);
        var (hers, his) = (await OpenAs(alice), await OpenAs(bob));
        await Manage(hers, group);
        await Manage(his, group);

        // Alone she cannot step down.
        await Role(hers, alice).SelectOptionAsync("Member");
        await Expect(hers.Page.GetByText($"You are no longer an administrator of {group} then.")).ToBeVisibleAsync();
        await hers.Button("Change my role").ClickAsync();
        await Expect(hers.Page.GetByRole(AriaRole.Dialog).GetByText("never without an administrator")).ToBeVisibleAsync();
        await Expect(Role(hers, alice)).ToHaveValueAsync("administrator");

        await Role(hers, bob).SelectOptionAsync("Administrator instead of me");
        await Expect(hers.Page.GetByText($"{Display(bob)} becomes an administrator of {group}, and you become a co-administrator.")).ToBeVisibleAsync();
        await hers.Button("Cancel").ClickAsync();
        await Expect(Role(hers, bob)).ToHaveValueAsync("member");
        Assert.Equal("member", await RoleOf(alice, group, bob));

        await Role(hers, bob).SelectOptionAsync("Administrator instead of me");
        await hers.Button("Hand over").ClickAsync();
        await Expect(Role(hers, bob)).ToHaveCountAsync(0);
        await Expect(Member(hers, Display(alice))).ToContainTextAsync("Co-administrator");
        await Expect(Role(his, alice)).ToHaveValueAsync("coAdministrator");
        await Expect(Role(his, bob)).ToHaveValueAsync("administrator");
        await Tab(his, "Settings").ClickAsync();
        await Expect(his.Button("Delete the group")).ToBeVisibleAsync();
        await Tab(hers, "Settings").ClickAsync();
        await Expect(hers.Button("Leave the group")).ToBeVisibleAsync();
        await Expect(hers.Button("Delete the group")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_leaves_is_warned_and_loses_the_group_and_what_was_shared_with_it_goes_too()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var group = await NewGroup(alice, bob);
        await alice.Post(Path(group) + "/rights", new { principals = new[] { new { group } }, right = "add" });
        var id = await bob.Add(new { firstName = "Bobs", lastName = "Friend" });
        await bob.Post($"/api/v1/contacts/{id}/shares", new { groups = new[] { group } });
        var (hers, his) = (await OpenAs(alice), await OpenAs(bob));
        await hers.Go("/groups/" + Uri.EscapeDataString(group));
        await Expect(hers.Row("Bobs Friend")).ToBeVisibleAsync();
        await hers.IsLive();
        await Manage(his, group);
        await Tab(his, "Settings").ClickAsync();
        await his.Button("Leave the group").ClickAsync();
        var warning = his.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Leave {group}?" });
        await Expect(warning.GetByText("What you shared with the group is withdrawn from it")).ToBeVisibleAsync();
        await warning.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(warning).ToHaveCountAsync(0);
        Assert.Equal("member", await RoleOf(bob, group, bob));

        await his.Button("Leave the group").ClickAsync();
        await warning.GetByRole(AriaRole.Button, new() { Name = "Leave the group" }).ClickAsync();
        await Expect(his.Page.GetByText($"You left {group}.")).ToBeVisibleAsync();
        await Expect(his.Page).ToHaveTitleAsync("Contacts");
        await Expect(his.Link(group)).ToHaveCountAsync(0);
        await Expect(his.Row("Bobs Friend")).ToBeVisibleAsync();
        await Expect(his.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(hers.Rows).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_last_administrator_cannot_leave_and_is_told_why()
    {
        var alice = await NewAccount();
        var group = await NewGroup(alice);
        var window = await OpenAs(alice);
        await Manage(window, group);
        await Tab(window, "Settings").ClickAsync();
        await window.Button("Leave the group").ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Leave {group}?" }).GetByRole(AriaRole.Button, new() { Name = "Leave the group" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Dialog).GetByText("never without an administrator")).ToBeVisibleAsync();
        await Expect(window.Page).ToHaveTitleAsync($"{group} · Contacts");
        Assert.Equal("administrator", await RoleOf(alice, group, alice));
    }

    [Fact]
    public async Task A_long_list_of_members_is_turned_page_by_page_and_searched()
    {
        const int Many = 120;
        var alice = await NewAccount();
        var group = await NewGroup(alice);
        var crowd = $"crowd-of-{alice.UserName}-";
        var last = "";
        for (var i = 0; i < Many; i++)
        {
            using var one = await Account.Create(Site.Url, last = $"{crowd}{i:D3}");
            await one.Post(Path(group) + "/members", new { });
            if (i == 57) await one.Patch("/api/v1/me", new { organisation = "Harbour Master", email = "quay@example.org" });
        }
        var (first, final) = ($"C{crowd[1..]}000", $"C{last[1..]}");
        var window = await OpenAs(alice);
        await Manage(window, group);
        await Expect(window.Page.GetByText($"{Many + 1} members", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText($"1 to 100 of {Many + 1}")).ToBeVisibleAsync();
        await Expect(window.Button("Previous")).ToBeDisabledAsync();
        await Expect(Member(window, first)).ToBeVisibleAsync();
        await Expect(Member(window, final)).ToHaveCountAsync(0);
        await window.Button("Next").ClickAsync();
        await Expect(window.Page.GetByText($"101 to {Many + 1} of {Many + 1}")).ToBeVisibleAsync();
        await Expect(window.Button("Next")).ToBeDisabledAsync();
        await Expect(Member(window, final)).ToBeAttachedAsync();
        await Expect(window.Page.GetByText($"{Many + 1} members", new() { Exact = true })).ToBeInViewportAsync();

        // A search begins with the first of what it finds; by name and by e-mail address.
        await window.Page.GetByLabel("Search members by name or e-mail").FillAsync("quay");
        await Expect(window.Page.GetByText("1 member", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Harbour Master · quay@example.org")).ToBeVisibleAsync();
        await Expect(window.Button("Next")).ToHaveCountAsync(0);
        await window.Page.GetByLabel("Search members by name or e-mail").FillAsync("nobody at all");
        await Expect(window.Page.GetByText("Nobody has “nobody at all” in the name.")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Search members by name or e-mail").FillAsync("");
        await Expect(window.Page.GetByText($"1 to 100 of {Many + 1}")).ToBeVisibleAsync();

        // The page that one looks at goes when its members do.
        await window.Button("Next").ClickAsync();
        await Expect(Member(window, final)).ToBeAttachedAsync();
        for (var i = 99; i < Many; i++) await alice.Remove($"{Path(group)}/members/{crowd}{i:D3}");
        await Expect(window.Page.GetByText("100 members", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Member(window, first)).ToBeVisibleAsync();
    }
}
