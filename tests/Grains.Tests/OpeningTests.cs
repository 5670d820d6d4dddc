using ContactOffice.Grains.Storage;
using ContactOffice.Grains.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ContactOffice.Grains.Tests;

/// <summary>A database that cannot be used is told in words, before anything else starts.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly Sqlite folder = new();

    [Fact]
    public async Task A_new_folder_becomes_a_database_and_opens_again()
    {
        var options = new DatabaseOptions(Path.Combine(folder.Folder, "new", "data"));
        await Database.Prepare(options, default);
        await Database.Prepare(options, default);
        Assert.True(File.Exists(Path.Combine(options.Folder, "contacts.db")));
    }

    [Fact]
    public async Task Four_nodes_migrate_an_empty_PostgreSQL_database_at_once()
    {
        using var database = new Postgres();
        var options = await database.Create();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Database.Prepare(options, default)));
        await using var connection = new NpgsqlConnection(options.Postgres);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM schema_version", connection);
        Assert.Equal((long)Schema.Migrations.Length, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_newer_schema_is_refused_on_SQLite()
    {
        var options = await folder.Create();
        await Database.Prepare(options, default);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(options.Folder, "contacts.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version VALUES (999, 0)";
            command.ExecuteNonQuery();
        }
        Assert.Contains("999", (await Fails(options, DatabaseFault.NewerSchema)).Message);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_on_PostgreSQL_also_by_a_whole_node()
    {
        using var database = new Postgres();
        var options = await database.Create();
        await Database.Prepare(options, default);
        await using (var connection = new NpgsqlConnection(options.Postgres))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("INSERT INTO schema_version VALUES (999, 0)", connection);
            await command.ExecuteNonQueryAsync();
        }
        await Fails(options, DatabaseFault.NewerSchema);
        await Assert.ThrowsAsync<DatabaseException>(() => Node.Start(options));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        var options = await folder.Create();
        await File.WriteAllTextAsync(Path.Combine(options.Folder, "contacts.db"), new string('x', 5000));
        await Fails(options, DatabaseFault.Damaged);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(folder.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        await Fails(new DatabaseOptions(Path.Combine(file, "data")), DatabaseFault.NotWritable);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_without_the_password()
    {
        var fault = await Fails(new DatabaseOptions(folder.Folder, $"Host=127.0.0.1;Port={Ports.Free()};Database=contacts;Username=me;Password=hush-hush"), DatabaseFault.Unreachable);
        Assert.DoesNotContain("hush-hush", fault.ToString());
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_told()
    {
        using var database = new Postgres();
        var options = await database.Create();
        await Fails(options with { Postgres = new NpgsqlConnectionStringBuilder(options.Postgres) { Database = "elsewhere" }.ConnectionString }, DatabaseFault.Unreachable);
    }

    [Fact]
    public async Task A_setting_that_is_no_connection_string_is_told_without_quoting_it()
    {
        var fault = await Fails(new DatabaseOptions(folder.Folder, "Hast=x;Password=hush-hush"), DatabaseFault.Misconfigured);
        Assert.DoesNotContain("hush-hush", fault.ToString());
        Assert.DoesNotContain("hush-hush", new DatabaseOptions("", "Password=hush-hush").ToString());
    }

    public void Dispose() => folder.Dispose();

    private static async Task<DatabaseException> Fails(DatabaseOptions options, DatabaseFault fault)
    {
        var exception = await Assert.ThrowsAsync<DatabaseException>(() => Database.Prepare(options, default));
        Assert.Equal(fault, exception.Fault);
        return exception;
    }
}
