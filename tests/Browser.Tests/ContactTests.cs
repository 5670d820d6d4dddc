using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class ContactTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task A_new_contact_is_stored_with_what_was_typed()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await window.Link("New contact").First.ClickAsync();
        await window.Field("First name").FillAsync("Grace");
        await window.Field("Last name").FillAsync("Hopper");
        await window.Field("Phone 1").FillAsync("+1 202 555 0100");
        await window.Field("Type: Phone 1").SelectOptionAsync("work");
        await window.Field("E-mail 1").FillAsync("grace@example.org");
        await window.Field("Birthday: Day").FillAsync("9");
        await window.Field("Birthday: Month").SelectOptionAsync("12");
        await window.Field("Notes").FillAsync("Found the moth.\nKept it.");
        await window.Button("Save").ClickAsync();

        await Expect(window.CardName).ToHaveTextAsync("Grace Hopper");
        await Expect(window.Row("Grace Hopper")).ToBeVisibleAsync();
        var fields = await account.Fields(window.Page.Url.Split('/')[^1]);
        Assert.Equal("--12-09", fields.GetProperty("birthday").GetString());
        Assert.Equal("Found the moth.\nKept it.", fields.GetProperty("notes").GetString());
        Assert.Equal("+1 202 555 0100", fields.GetProperty("phones")[0].GetProperty("value").GetString());
        Assert.Equal("work", fields.GetProperty("phones")[0].GetProperty("types")[0].GetString());
        Assert.Equal("grace@example.org", Assert.Single(fields.GetProperty("emails").EnumerateArray()).GetProperty("value").GetString());
    }

    [Fact]
    public async Task An_edit_leaves_the_lines_of_all_other_fields_as_they_were()
    {
        const string Card = "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Some Phone//EN\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nitem1.TEL;type=CELL;type=pref;X-ODD=\"a;b\":+44 20 7946 0001\r\n"
            + "item1.X-ABLabel:Boat\r\nEMAIL;TYPE=INTERNET,WORK:ada@example.org\r\nX-UNKNOWN;LANGUAGE=en:kept as it is\r\nNOTE:one\\ntwo\r\nUID:an-edit\r\nEND:VCARD\r\n";
        var account = await NewAccount();
        var id = await account.AddCard(Card);
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}/edit");
        await window.Field("Job title").FillAsync("Countess");
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");

        var changed = (await account.Card(id)).Split("\r\n").Except(Card.Split("\r\n")).Where(line => !line.StartsWith("REV", StringComparison.Ordinal));
        Assert.Equal("TITLE:Countess", Assert.Single(changed));
        Assert.Empty(Card.Split("\r\n").Except((await account.Card(id)).Split("\r\n")));
    }

    [Fact]
    public async Task A_value_that_the_server_refuses_is_marked_at_its_field()
    {
        var window = await OpenAs(await NewAccount());
        await window.Go("/contacts/new");
        await window.Field("First name").FillAsync("Ada");
        await window.Field("Birthday: Day").FillAsync("31");
        await window.Field("Birthday: Month").SelectOptionAsync("2");
        await window.Button("Save").ClickAsync();
        await Expect(window.Form.GetByText("Give at least a day and a month that exist.")).ToBeVisibleAsync();
        await Expect(window.Field("Birthday: Day")).ToHaveAttributeAsync("aria-invalid", "true");
        await window.Field("Birthday: Day").FillAsync("28");
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
    }

    [Fact]
    public async Task A_deleted_contact_comes_back_with_undo()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await window.Row("Ada Lovelace").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");
        await window.Button("Delete").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Ada Lovelace was deleted.");
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        Assert.Equal(0, await account.Total());
        await window.Button("Undo").ClickAsync();
        await Expect(window.Row("Ada Lovelace")).ToBeVisibleAsync();
        Assert.Equal(1, await account.Total());
    }

    [Fact]
    public async Task A_selection_is_deleted_and_comes_back_with_undo()
    {
        var account = await NewAccount();
        await account.AddMany(30);
        var window = await OpenAs(account);
        await window.Tick("Person 00002").CheckAsync();
        await window.Tick("Person 00006").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(window.Page.GetByText("5 selected")).ToBeVisibleAsync();
        await window.Button("Delete").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("5 contacts were deleted.");
        await Expect(window.Row("Person 00004")).ToHaveCountAsync(0);
        await Expect(window.Page.GetByText("25 contacts")).ToBeVisibleAsync();
        await window.Button("Undo").ClickAsync();
        await Expect(window.Row("Person 00004")).ToBeVisibleAsync();
        Assert.Equal(30, await account.Total());
    }

    [Fact]
    public async Task The_whole_book_is_deleted_by_the_top_checkbox()
    {
        var account = await NewAccount();
        await account.AddMany(700);
        var window = await OpenAs(account);
        await window.Page.GetByLabel("Select all").CheckAsync();
        await Expect(window.Page.GetByText("700 selected")).ToBeVisibleAsync();
        await window.Button("Delete").ClickAsync();
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        Assert.Equal(0, await account.Total());
    }

    [Fact]
    public async Task Typing_in_the_search_field_finds_by_first_letters()
    {
        var account = await NewAccount();
        await account.AddMany(200);
        await account.Add(new { firstName = "Łukasz", lastName = "Wałęsa" });
        var window = await OpenAs(account);
        await window.Search.FillAsync("lukasz wal");
        await Expect(window.Page.GetByText("1 found").First).ToBeVisibleAsync();
        await Expect(window.Rows).ToHaveCountAsync(1);
        await Expect(window.Row("Łukasz Wałęsa")).ToBeVisibleAsync();
        await window.Search.FillAsync("nobody at all");
        await Expect(window.Page.GetByText("Nobody found")).ToBeVisibleAsync();
        await window.Search.PressAsync("Escape");
        await Expect(window.Page.GetByText("201 contacts")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_order_of_names_can_be_chosen_and_is_remembered()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada", lastName = "Zola" });
        await account.Add(new { firstName = "Zoe", lastName = "Abel" });
        var window = await OpenAs(account);
        await Expect(window.Rows.First).ToContainTextAsync("Ada Zola");
        await window.Page.GetByLabel("Order").SelectOptionAsync("lastFirst");
        await Expect(window.Rows.First).ToContainTextAsync("Abel, Zoe");
        await window.Page.ReloadAsync();
        await Expect(window.Rows.First).ToContainTextAsync("Abel, Zoe");
    }

    [Fact]
    public async Task What_was_typed_survives_a_reload_and_leaving_is_warned_of()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await window.Go("/contacts/new");
        await window.Field("First name").FillAsync("Half");
        window.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await window.Page.ReloadAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Half");
        await window.Row("Ada Lovelace").ClickAsync();
        await Expect(window.Page.GetByText("Leave without saving?")).ToBeVisibleAsync();
        await window.Button("Keep editing").ClickAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Half");
        await window.Row("Ada Lovelace").ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByText("Discard changes").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");
    }
}
