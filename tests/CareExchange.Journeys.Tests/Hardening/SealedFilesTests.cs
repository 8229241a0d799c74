using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Hardening;

/// <summary>Whoever gets the files of a gateway (database, write-ahead log, looks and their journal, a backup) finds nobody's number in them.</summary>
public sealed partial class SealedFilesTests(DeliveredDistrict district) : IClassFixture<DeliveredDistrict>
{
    [Fact]
    public async Task No_telephone_number_and_no_resident_number_stands_in_any_file_after_a_journey()
    {
        string[] messages = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "mappings"), "*-input.*", SearchOption.AllDirectories).Where(file => !file.EndsWith("xlsx", StringComparison.Ordinal)).Select(File.ReadAllText)];
        var numbers = messages.SelectMany(text => Number().Matches(text)).Select(match => match.Value).Where(text => text.Length > 10).ToHashSet(StringComparer.Ordinal);
        Assert.True(numbers.Count > 3);

        // What was asked for stands in the trail, and is shown to who may see it.
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        (await machine.PostAsync("Patient", """{"resourceType":"Patient","telecom":[{"system":"phone","value":"010-7777-1234"},{"system":"email","value":"someone@sealed.example"}]}""")).Is(System.Net.HttpStatusCode.Created);
        foreach (var query in (string[])["Patient?phone=010-7777-1234", "Patient?email=someone@sealed.example", "Patient?_content=7777"]) (await machine.GetAsync(query)).Is(System.Net.HttpStatusCode.OK);
        Assert.Contains("010-7777-1234", Encoding.UTF8.GetString((await machine.GetAsync("Patient?phone=01077771234")).Bytes), StringComparison.Ordinal);
        numbers.UnionWith(["010-7777-1234", "someone@sealed.example", Convert.ToBase64String(Encoding.UTF8.GetBytes("Patient?phone=010-7777-1234"))]);
        foreach (var name in (string[])["manager", "nurse"])
        {
            using var staff = await Staff.SignInAsync(district, name);
            (await staff.GetAsync($"persons/{district.Person}/plan")).Is(System.Net.HttpStatusCode.OK);
        }

        var backup = Directory.CreateTempSubdirectory("careexchange-sealed-").FullName;
        await GatewayMaintenance.BackupAsync(new GatewayOptions { DataFolder = district.Folder }, Path.Combine(backup, "b"), TestContext.Current.CancellationToken);
        foreach (var file in Directory.GetFiles(district.Folder, "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(backup, "*", SearchOption.AllDirectories)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            foreach (var number in numbers) Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(number)) < 0, $"{Path.GetFileName(file)} holds {number}");
        }

        Directory.Delete(backup, recursive: true);
    }

    [GeneratedRegex(@"01[016789]-?\d{3,4}-?\d{4}|\d{6}-[1-4]\d{6}")]
    private static partial Regex Number();
}
