using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>Tags, which everybody has for themselves.</summary>
public sealed class TagTests(DemoSite site) : BrowserTest(site)
{
    private static async Task<string> NewTag(Account account, string name) => (await account.Post("/api/v1/tags", new { name, color = "#2f6fdb" })).GetProperty("id").GetString()!;

    private static async Task<int> Bearers(Account account, string tag) =>
        (await account.Get($"/api/v1/books/private/contacts?tag={tag}&limit=1")).GetProperty("total").GetInt32();

    private static ILocator Tag(Window window, string name) => window.Page.Locator("[data-tag]").Filter(new() { HasText = name });

    [Fact]
    public async Task A_tag_is_dragged_onto_rows_and_rows_onto_a_tag()
    {
        var account = await NewAccount();
        await account.AddMany(4);
        var tag = await NewTag(account, "VIP");
        var window = await OpenAs(account);
        await Tag(window, "VIP").DragToAsync(window.Row("Person 00000"));
        await Expect(window.Toast).ToContainTextAsync("1 contact was tagged “VIP”.");
        await Expect(window.Row("Person 00000").GetByText("Tags: VIP")).ToBeAttachedAsync();

        await window.Row("Person 00001").DragToAsync(Tag(window, "VIP"));
        await Expect(window.Row("Person 00001").GetByText("Tags: VIP")).ToBeAttachedAsync();
        Assert.Equal(2, await Bearers(account, tag));

        await window.Tick("Person 00002").CheckAsync();
        await window.Tick("Person 00003").CheckAsync();
        await Tag(window, "VIP").DragToAsync(window.Row("Person 00003"));
        await Expect(window.Toast).ToContainTextAsync("2 contacts were tagged “VIP”.");
        Assert.Equal(4, await Bearers(account, tag));
        await window.Button("Undo").Last.ClickAsync();
        await Expect(window.Row("Person 00003").GetByText("Tags: VIP")).ToHaveCountAsync(0);
        Assert.Equal(2, await Bearers(account, tag));
    }

    [Fact]
    public async Task By_touch_a_selection_and_a_card_are_tagged_without_dragging()
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var tag = await NewTag(account, "VIP");
        var window = await OpenAs(account, Looks.Phone, Looks.Height(Looks.Phone), touch: true);
        await window.Tick("Person 00000").TapAsync();
        await window.Tick("Person 00001").TapAsync();
        await window.Button("Tags…").TapAsync();
        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "VIP" }).TapAsync();
        await window.Button("Apply").TapAsync();
        await Expect(window.Toast).ToContainTextAsync("2 contacts were tagged “VIP”.");
        await Expect(window.Row("Person 00001").GetByText("Tags: VIP")).ToBeAttachedAsync();
        await window.Button("Clear").TapAsync();

        await window.Row("Person 00002").TapAsync();
        await Expect(window.CardName).ToHaveTextAsync("Person 00002");
        await window.Button("Actions").Last.TapAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Tags…" }).TapAsync();
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "VIP" }).TapAsync();
        await window.Button("Apply").TapAsync();
        await Expect(window.Toast).ToContainTextAsync("1 contact was tagged “VIP”.");
        await Expect(window.Page.Locator("article").GetByText("VIP")).ToBeVisibleAsync();
        Assert.Equal(3, await Bearers(account, tag));

        // The panel's list of the tag is a tap away too.
        await window.Button("Contacts").TapAsync();
        await window.Button("Menu").TapAsync();
        await Tag(window, "VIP").TapAsync();
        await Expect(window.Rows).ToHaveCountAsync(3);
        await Expect(window.Row("Person 00002")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_selection_is_tagged_by_keyboard_from_all_some_and_none()
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var (vip, late) = (await NewTag(account, "VIP"), await NewTag(account, "Late"));
        var first = (await account.Get("/api/v1/books/private/contacts?limit=1")).GetProperty("items")[0].GetProperty("id").GetString()!;
        await account.Post($"/api/v1/tags/{vip}/contacts", new { add = new[] { first } });
        var window = await OpenAs(account);
        await Expect(window.Row("Person 00000").GetByText("Tags: VIP")).ToBeAttachedAsync();
        await window.Search.PressAsync("ArrowDown");
        await window.FocusIsOn("Person 00000");
        await window.Page.Keyboard.PressAsync("Control+a");
        await window.Page.Keyboard.PressAsync("t");
        var box = window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Checkbox, new() { Name = "VIP" });
        await Expect(box).ToBeVisibleAsync();
        Assert.True(await box.EvaluateAsync<bool>("box => box.indeterminate"));
        await Expect(window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Late" })).Not.ToBeCheckedAsync();
        await box.FocusAsync();
        await window.Page.Keyboard.PressAsync("Space");
        await Expect(box).ToBeCheckedAsync();
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "New tag" }).FillAsync("Friends");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Friends" })).ToBeCheckedAsync();
        await window.Button("Apply").PressAsync("Enter");
        await Expect(window.Toast).ToContainTextAsync("The tags of 3 contacts were changed.");
        Assert.Equal(3, await Bearers(account, vip));
        Assert.Equal(0, await Bearers(account, late));
    }

    [Fact]
    public async Task A_tag_lists_its_contacts_live_and_nobody_else_sees_it()
    {
        var (account, other) = (await NewAccount(), await NewAccount());
        await account.AddMany(3);
        var group = $"Tagging of {account.UserName}";
        await account.Post("/api/v1/groups", new { name = group, kind = "open" });
        await other.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        var id = await account.Add(new { firstName = "Ada" });
        await account.Post($"/api/v1/contacts/{id}/shares", new { groups = new[] { group } });
        var window = await OpenAs(account);
        await window.IsLive();
        await window.Button("New tag").ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("VIP");
        await window.Page.GetByRole(AriaRole.Radio, new() { Name = "Green" }).CheckAsync();
        await window.Button("Create").ClickAsync();
        await Tag(window, "VIP").ClickAsync();
        await Expect(window.Page.GetByText("No contact here bears this tag")).ToBeVisibleAsync();

        // From another window, or another program.
        var tag = (await account.Get("/api/v1/tags"))[0].GetProperty("id").GetString()!;
        await account.Post($"/api/v1/tags/{tag}/contacts", new { add = new[] { id } });
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await Expect(window.Rows).ToHaveCountAsync(1);
        await Expect(Tag(window, "VIP")).ToContainTextAsync("1");
        await window.Button("Show all").ClickAsync();
        await Expect(window.Rows).ToHaveCountAsync(4);

        Assert.Empty((await other.Get("/api/v1/tags")).EnumerateArray());
        Assert.DoesNotContain("VIP", (await other.Get($"/api/v1/contacts/{id}")).GetRawText());
        Assert.DoesNotContain(tag, (await other.Get($"/api/v1/books/{Uri.EscapeDataString(group)}/contacts")).GetRawText());

        await window.Button("Actions: VIP").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete the tag" }).ClickAsync();
        await Expect(Tag(window, "VIP")).ToHaveCountAsync(0);
        await window.Button("Undo").ClickAsync();
        await Expect(Tag(window, "VIP")).ToContainTextAsync("1");
    }

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task Tags_are_accessible(int width, bool dark)
    {
        var account = await NewAccount();
        await account.AddMany(2);
        var tag = await NewTag(account, "VIP");
        var first = (await account.Get("/api/v1/books/private/contacts?limit=1")).GetProperty("items")[0].GetProperty("id").GetString()!;
        await account.Post($"/api/v1/tags/{tag}/contacts", new { add = new[] { first } });
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await Expect(window.Row("Person 00000").GetByText("Tags: VIP")).ToBeAttachedAsync();
        await Axe.IsContent(window, "rows");
        await window.Page.GetByLabel("Select all").CheckAsync();
        await window.Page.Keyboard.PressAsync("t");
        await Expect(window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "VIP" })).ToBeVisibleAsync();
        await Axe.IsContent(window, "tags of a selection");
        await window.Page.Keyboard.PressAsync("Escape");
        if (width < 1024) await window.Button("Menu").ClickAsync();
        await window.Button("New tag").ClickAsync();
        await window.Page.GetByRole(AriaRole.Radio, new() { Name = "Own colour" }).CheckAsync();
        await Axe.IsContent(window, "new tag");
        await window.Page.Keyboard.PressAsync("Escape");
        if (width < 1024) await window.Button("Menu").ClickAsync();
        await Tag(window, "VIP").ClickAsync();
        await Expect(window.Rows).ToHaveCountAsync(1);
        await Axe.IsContent(window, "list of a tag");
    }
}
