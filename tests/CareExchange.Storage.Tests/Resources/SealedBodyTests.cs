using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

/// <summary>How somebody can be reached stands nowhere in the clear, is found by its keyed hash, and comes back as it was stored.</summary>
public sealed class SealedBodyTests
{
    private const string Phone = "010-9182-7364";
    private const string Mail = "Gaon.Kim@example.kr";
    private static readonly StorageKey New = new("new", Enumerable.Range(1, 32).Select(number => (byte)number).ToArray());
    private static readonly string[] Secrets = [Phone, "01091827364", Mail, "gaon.kim@example.kr"];

    private static readonly string Patient = $$$"""
        {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">가온 {{{Phone}}} 마포</div>"},
         "name":[{"text":"김가온"}],"telecom":[{"system":"phone","value":"{{{Phone}}}"},{"system":"email","value":"{{{Mail}}}"}]}
        """;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Neither_files_nor_tables_nor_a_backup_hold_a_number_and_everything_reads_as_before(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        Assert.Contains(Phone, Encoding.UTF8.GetString((await store.Resources.ReadAsync("Patient", "p1", default))!.Json.Span), StringComparison.Ordinal);
        Assert.Equal(2, (await store.VersionsAsync("Patient", "p1")).Count(version => Encoding.UTF8.GetString(version.Json.Span).Contains(Mail, StringComparison.Ordinal)));
        Assert.Contains(Phone, Encoding.UTF8.GetString((await store.Resources.ReadAsync("ServiceRequest", "s1", default))!.Json.Span), StringComparison.Ordinal);
        Assert.Equal("p1", await store.IdsAsync("Patient", "name=김가온"));
        await store.SearchAsync("Patient", "_content=마포");

        await AssertNothingAsync(store, kind);
        var backup = Directory.CreateTempSubdirectory("careexchange-sealed").FullName;
        await DatabaseBackup.CreateAsync(store.Database, Path.Combine(backup, "b"), default);
        AssertNothing(backup);
        Directory.Delete(backup, recursive: true);
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_number_is_found_however_it_is_punctuated_and_by_nothing_less(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        foreach (var query in new[] { $"phone={Phone}", "phone=01091827364", "telecom=010 9182 7364", "email=gaon.kim@EXAMPLE.kr", $"phone=02-1,{Phone}", "phone:missing=false&_id=p1", "phone:not=02-1&_id=p1", $"_filter=phone eq \"{Phone}\"" })
        {
            Assert.Equal((query, "p1"), (query, await store.IdsAsync("Patient", query)));
        }

        foreach (var query in new[] { "phone=010-9182", "phone=010-9182-7365", $"email={Phone}", $"phone:not={Phone}&_id=p1", $"_filter=phone ne \"{Phone}\" and _id eq \"p1\"", "_content=7364", "_text=7364" })
        {
            Assert.Equal((query, ""), (query, await store.IdsAsync("Patient", query)));
        }

        Assert.Equal("p1", await store.IdsAsync("Patient", "_text=마포"));
        Assert.Equal("search-parameter-unknown", Refused(store, "_sort=phone"));
        Assert.Equal("search-modifier-unknown", Refused(store, "_filter=phone co \"9182\""));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_row_put_in_another_rows_place_or_damaged_does_not_open(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        await store.PutAsync("Patient", "p2", """{"resourceType":"Patient"}""");
        await store.TamperAsync("UPDATE resource SET json = (SELECT o.json FROM resource o WHERE o.type = 'Patient' AND o.id = 'p1') WHERE type = 'Patient' AND id = 'p2'");

        await Assert.ThrowsAnyAsync<CryptographicException>(() => store.Resources.ReadAsync("Patient", "p2", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_rotation_leaves_nothing_that_needs_the_old_key_and_seals_what_was_never_sealed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        // As an older version of the gateway stored it.
        await using (var session = await store.Database.WriteAsync(default))
        {
            await session.ExecuteAsync(new Statement("UPDATE resource_history SET json = $1", Encoding.UTF8.GetBytes(Patient)), default);
            await session.CommitAsync(default);
        }

        store.Database.UseKeys([New, TestStore.Key]);
        Assert.Equal("p1", await store.IdsAsync("Patient", $"phone={Phone}"));
        Assert.Equal("", await store.IdsAsync("Patient", $"phone:not={Phone}&_id=p1"));
        Assert.Equal("", await store.IdsAsync("Patient", $"_filter=phone ne \"{Phone}\" and _id eq \"p1\""));
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        await new KeyRewriter(store.Database).RunAsync((column, count) => told[column] = count, default);

        Assert.Equal((2, 1), (told["resource.json"], told["resource_history.json"]));
        Assert.True(told["index_token.code"] >= 1);

        // What SQLite has not yet written over in its files is told in decisions/0027.
        if (kind == DatabaseKind.Postgres) await AssertNothingAsync(store, kind);
        Assert.Equal(0, await new KeyRewriter(store.Database).RunAsync((_, _) => { }, default));
        await using var alone = await store.ReopenAsync(New);
        Assert.Equal("p1", await alone.IdsAsync("Patient", $"phone={Phone}"));
        Assert.Equal(2, (await alone.VersionsAsync("Patient", "p1")).Count(version => Encoding.UTF8.GetString(version.Json.Span).Contains(Phone, StringComparison.Ordinal)));
        Assert.Empty((await new DatabaseVerifier(alone.Database).VerifyAsync(default)).Faults);
        await alone.Database.DisposeAsync();
    }

    private static async Task FillAsync(TestStore store)
    {
        await store.PutAsync("Patient", "p1", Patient.Replace("마포", "서대문", StringComparison.Ordinal));
        await store.PutAsync("Patient", "p1", Patient);
        await store.PutAsync("ServiceRequest", "s1", $$$"""
            {"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/p1"},
             "contained":[{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/p1"},"telecom":[{"system":"phone","value":"{{{Phone}}}"}]}]}
            """);
    }

    private static string Refused(TestStore store, string query) => store.Parser.Parse("Patient", TestStore.Pairs(query), "r1").Issues[0].Rule;

    private static async Task AssertNothingAsync(TestStore store, DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            AssertNothing(store.DataFolder!);
            return;
        }

        // Of PostgreSQL a dump of every row is what a copy of its files would show.
        await using var session = await store.Database.ReadAsync(default);
        var tables = await session.ListAsync(new Statement("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"), row => row.GetString(0), default);
        foreach (var table in tables)
        {
            var rows = await session.ListAsync(new Statement($"SELECT t::text FROM \"{table}\" t"), row => row.GetString(0), default);
            foreach (var secret in Secrets)
            {
                var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret));
                Assert.DoesNotContain(rows, row => row.Contains(secret, StringComparison.Ordinal) || row.Contains(hex, StringComparison.Ordinal));
            }
        }
    }

    private static void AssertNothing(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            foreach (var secret in Secrets) Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{Path.GetFileName(file)} holds {secret}");
        }
    }
}
