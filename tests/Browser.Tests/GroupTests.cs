using System.Text.RegularExpressions;
using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class GroupTests(DemoSite site) : BrowserTest(site)
{
    private const string Manage = "Group: members and rights";

    private static string NewName() => $"Sales & Co {Guid.NewGuid():N}"[..18];

    private static async Task<string> MakeGroup(Account account, string kind = "byInvitation")
    {
        var name = NewName();
        await account.Post("/api/v1/groups", new { name, kind });
        return name;
    }

    private static Task Open(Window window, string group) => window.Go("/groups/" + Uri.EscapeDataString(group));

    [Fact]
    public async Task A_group_is_made_somebody_is_invited_and_comes_in_while_both_look()
    {
        var (alice, bob, name) = (await NewAccount(), await NewAccount(), NewName());
        var making = await OpenAs(alice);
        var invited = await OpenAs(bob);
        await invited.IsLive();
        await making.Button("New group").ClickAsync();
        await making.Page.GetByLabel("Name of the group").FillAsync(name);
        await making.Button("Make the group").ClickAsync();
        await Expect(making.Page).ToHaveTitleAsync($"{name} · Contacts");
        await Expect(making.Page).ToHaveURLAsync(new Regex(Regex.Escape("/groups/" + Uri.EscapeDataString(name)) + "$"));

        await making.Button(Manage).ClickAsync();
        await making.Page.GetByLabel("Invite by user name").FillAsync("nobody-of-this-name");
        await making.Button("Invite").ClickAsync();
        await Expect(making.Page.GetByText("There is no such account.")).ToBeVisibleAsync();
        await making.Page.GetByLabel("Invite by user name").FillAsync(bob.UserName);
        await making.Button("Invite").ClickAsync();
        await Expect(making.Button($"Take back the invitation of {Display(bob)}")).ToBeVisibleAsync();

        await invited.Button($"Accept the invitation to {name}").ClickAsync();
        await Expect(invited.Page).ToHaveTitleAsync($"{name} · Contacts");
        await Expect(making.Page.GetByText("2 members")).ToBeVisibleAsync();
        await Expect(making.Button($"Remove {Display(bob)}")).ToBeVisibleAsync();

        await Expect(invited.Page.GetByText("You may not add contacts to this group.").First).ToBeVisibleAsync();
        await making.Page.GetByRole(AriaRole.Tab, new() { Name = "Rights" }).ClickAsync();
        await making.Page.GetByLabel($"All members of {name}").CheckAsync();
        await making.Button("Grant").ClickAsync();
        await invited.Link("New contact").First.ClickAsync();
        await invited.Field("First name").FillAsync("Zed");
        await invited.Button("Save").ClickAsync();
        await Expect(invited.CardName).ToHaveTextAsync("Zed");
        await Expect(making.Row("Zed")).ToBeAttachedAsync();
        await making.Page.GetByRole(AriaRole.Tab, new() { Name = "History" }).ClickAsync();
        await Expect(making.Page.GetByText($"{bob.UserName} joined.")).ToBeVisibleAsync();
        Assert.Equal(0, await bob.Total());
    }

    [Fact]
    public async Task Who_is_removed_loses_the_list_at_once_and_keeps_what_was_typed()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var name = await MakeGroup(alice, "open");
        var path = "/api/v1/groups/" + Uri.EscapeDataString(name);
        await bob.Post(path + "/members", new { });
        await alice.Post(path + "/rights", new { principals = new[] { new { group = name } }, right = "add" });
        await alice.Post($"/api/v1/books/{Uri.EscapeDataString(name)}/contacts", new { fields = new { firstName = "Ada" } });
        var typing = await OpenAs(bob);
        await Open(typing, name);
        await Expect(typing.Row("Ada")).ToBeVisibleAsync();
        await typing.IsLive();
        await typing.Link("New contact").First.ClickAsync();
        await typing.Field("First name").FillAsync("Half a name");

        var removing = await OpenAs(alice);
        await Open(removing, name);
        await removing.Button(Manage).ClickAsync();
        await removing.Button($"Remove {Display(bob)}").ClickAsync();
        await Expect(removing.Page.GetByText("is withdrawn at once")).ToBeVisibleAsync();
        await removing.Button("Remove").ClickAsync();

        await Expect(typing.Form.GetByText($"You are no longer a member of {name}.")).ToBeVisibleAsync();
        await Expect(typing.Rows).ToHaveCountAsync(0);
        await Expect(typing.Field("First name")).ToHaveValueAsync("Half a name");
        await Expect(typing.Button("Save")).ToBeDisabledAsync();
        await Expect(typing.Link(name)).ToHaveCountAsync(0);
        await typing.Button("Cancel").ClickAsync();
        await typing.Button("Discard changes").ClickAsync();
        await typing.Link("Back to Private").ClickAsync();
        await Expect(typing.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dot_tells_of_changes_in_a_group_that_one_does_not_look_at()
    {
        var account = await NewAccount();
        var name = await MakeGroup(account);
        var window = await OpenAs(account);
        await Open(window, name);
        await Expect(window.Page.GetByText($"{name} has no contacts yet")).ToBeVisibleAsync();
        await window.IsLive();
        await window.Link("Private").ClickAsync();
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        await Expect(window.Link(name)).ToBeVisibleAsync();
        await account.Post($"/api/v1/books/{Uri.EscapeDataString(name)}/contacts", new { fields = new { firstName = "Ada" } });
        await window.Link($"{name} (new changes)").ClickAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await window.Link("Private").ClickAsync();
        await Expect(window.Link(name)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dot_stays_when_an_older_list_of_groups_comes_after_the_news()
    {
        var account = await NewAccount();
        var name = await MakeGroup(account);
        var window = await OpenAs(account);
        await Open(window, name);
        await Expect(window.Page.GetByText($"{name} has no contacts yet")).ToBeVisibleAsync();
        await window.IsLive();
        var (asked, released, answered) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await window.Page.RouteAsync("**/api/v1/groups", async route =>
        {
            var older = await route.FetchAsync();
            asked.TrySetResult();
            await released.Task;
            await route.FulfillAsync(new() { Response = older });
            answered.TrySetResult();
        });
        await window.Link("Private").ClickAsync();
        await asked.Task;
        await account.Post($"/api/v1/books/{Uri.EscapeDataString(name)}/contacts", new { fields = new { firstName = "Ada" } });
        await Expect(window.Link($"{name} (new changes)")).ToBeVisibleAsync();
        released.SetResult();
        await answered.Task;
        await window.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
        await Task.Delay(500);
        await Expect(window.Link($"{name} (new changes)")).ToBeVisibleAsync(new() { Timeout = 1 });
    }

    [Fact]
    public async Task What_one_may_not_do_is_not_offered()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var name = await MakeGroup(alice, "open");
        await bob.Post($"/api/v1/groups/{Uri.EscapeDataString(name)}/members", new { });
        var created = await alice.Post($"/api/v1/books/{Uri.EscapeDataString(name)}/contacts", new { fields = new { firstName = "Ada" } });
        var window = await OpenAs(bob);
        await Open(window, name);
        await window.Row("Ada").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        await Expect(window.Link("Edit")).ToHaveCountAsync(0);
        await Expect(window.Button("Delete")).ToBeDisabledAsync();
        await Expect(window.Button("New contact")).ToBeDisabledAsync();
        await window.Go($"/groups/{Uri.EscapeDataString(name)}/contacts/{created.GetProperty("id").GetString()}/edit");
        await Expect(window.Page.GetByText("You may not edit this contact.")).ToBeVisibleAsync();
        await Expect(window.Form).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_deleted_in_a_group_comes_back_by_undo()
    {
        var account = await NewAccount();
        var name = await MakeGroup(account);
        await account.Post($"/api/v1/books/{Uri.EscapeDataString(name)}/contacts", new { fields = new { firstName = "Ada" } });
        var window = await OpenAs(account);
        await Open(window, name);
        await window.Row("Ada").ClickAsync();
        await window.Button("Delete").ClickAsync();
        await Expect(window.Page.GetByText($"Ada was deleted from {name}.")).ToBeVisibleAsync();
        await Expect(window.Rows).ToHaveCountAsync(0);
        await window.Button("Undo").ClickAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_is_imported_into_the_group_that_one_looks_at_by_who_may_add()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var name = await MakeGroup(alice, "open");
        await bob.Post($"/api/v1/groups/{Uri.EscapeDataString(name)}/members", new { });
        var (importing, looking) = (await OpenAs(alice), await OpenAs(bob));
        await Open(looking, name);
        await Expect(looking.Page.GetByText($"{name} has no contacts yet")).ToBeVisibleAsync();
        await looking.IsLive();
        await Expect(looking.Button("Import")).ToBeDisabledAsync();
        await Expect(looking.Button("Import")).ToHaveAttributeAsync("title", "You may not add contacts to this group. Its administrators can grant it.");

        await Open(importing, name);
        await Expect(importing.Page.GetByText($"{name} has no contacts yet")).ToBeVisibleAsync();
        await importing.Button("Import").First.ClickAsync();
        await importing.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "people.vcf", MimeType = "text/vcard", Buffer = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Grace Hopper\r\nN:Hopper;Grace;;;\r\nEND:VCARD\r\n"u8.ToArray(),
        });
        await importing.Button("Import 2 contacts").ClickAsync();
        await Expect(importing.Page.GetByText("2 contacts were imported.")).ToBeVisibleAsync();
        await Expect(looking.Row("Ada Lovelace")).ToBeVisibleAsync();
        await Expect(looking.Row("Grace Hopper")).ToBeVisibleAsync();
        Assert.Equal(0, await alice.Total());
        await importing.Button("Undo this import").ClickAsync();
        await Expect(importing.Page.GetByText("2 imported contacts were removed again.")).ToBeVisibleAsync();
        await Expect(looking.Rows).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_application_is_made_accepted_and_the_group_renamed_under_who_looks()
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var name = await MakeGroup(alice, "onApplication");
        var applying = await OpenAs(bob);
        await applying.IsLive();
        await applying.Button("Find a group").ClickAsync();
        await applying.Page.GetByLabel("A part of the group’s name").FillAsync(name[5..]);
        await applying.Button($"Apply to {name}").ClickAsync();
        await Expect(applying.Page.GetByText("You have applied", new() { Exact = true })).ToBeVisibleAsync();
        await applying.Button("Close").Last.ClickAsync();

        var managing = await OpenAs(alice);
        await Open(managing, name);
        await managing.Button(Manage).ClickAsync();
        await managing.Button($"Accept {Display(bob)}").ClickAsync();
        await applying.Link($"{name} (new changes)").ClickAsync();
        await Expect(applying.Page).ToHaveTitleAsync($"{name} · Contacts");

        var renamed = NewName();
        await managing.Page.GetByRole(AriaRole.Tab, new() { Name = "Settings" }).ClickAsync();
        await managing.Page.GetByLabel("Name of the group").FillAsync(renamed);
        await managing.Button("Save").ClickAsync();
        await Expect(managing.Page).ToHaveTitleAsync($"{renamed} · Contacts");
        await Expect(applying.Page).ToHaveTitleAsync($"{renamed} · Contacts");
    }

    [Fact]
    public async Task A_group_is_made_by_keyboard_alone()
    {
        var (account, name) = (await NewAccount(), NewName());
        var window = await OpenAs(account);
        await window.Button("New group").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByLabel("Name of the group")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync(name);
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveTitleAsync($"{name} · Contacts");
        Assert.Equal("onApplication", (await account.Get("/api/v1/groups/" + Uri.EscapeDataString(name))).GetProperty("kind").GetString());
    }

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task The_pages_of_groups_are_accessible(int width, bool dark)
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var name = await MakeGroup(alice);
        await MakeInvitation(bob, alice);
        await alice.Post($"/api/v1/groups/{Uri.EscapeDataString(name)}/requests", new { userName = bob.UserName });
        var window = await OpenAs(alice, width, dark: dark);
        await Open(window, name);
        await Expect(window.Page.GetByText($"{name} has no contacts yet")).ToBeVisibleAsync();
        await Menu(window);
        await Expect(window.Button(Manage)).ToBeVisibleAsync();
        await Axe.IsContent(window, "selector");
        await window.Button(Manage).ClickAsync();
        await Expect(window.Page.GetByText("1 member", new() { Exact = true })).ToBeVisibleAsync();
        await Axe.IsContent(window, "members");
        foreach (var tab in (string[])["Rights", "History", "Settings"])
        {
            await window.Page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await Axe.IsContent(window, tab);
        }
        await window.Button("Delete the group").ClickAsync();
        await Expect(window.Page.GetByLabel($"Type {name} to confirm")).ToBeVisibleAsync();
        await Axe.IsContent(window, "confirmation");
        await window.Button("Cancel").ClickAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Menu(window);
        await window.Button("Find a group").ClickAsync();
        await Expect(window.Page.GetByLabel("A part of the group’s name")).ToBeVisibleAsync();
        await Axe.IsContent(window, "find");
        var outside = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(outside <= 0, $"{outside} pixels wider than the window");
        await window.Go("/groups/nowhere-at-all");
        await Expect(window.Page.GetByText("There is no group nowhere-at-all")).ToBeVisibleAsync();
        await Axe.IsContent(window, "no such group");
    }

    private static async Task MakeInvitation(Account by, Account whom) =>
        await by.Post($"/api/v1/groups/{Uri.EscapeDataString(await MakeGroup(by))}/requests", new { userName = whom.UserName });

    private static string Display(Account account) => $"{account.UserName[..1].ToUpperInvariant()}{account.UserName[1..]}";

    private static async Task Menu(Window window)
    {
        if (window.Page.ViewportSize!.Width < 1024) await window.Button("Menu").ClickAsync();
    }
}
