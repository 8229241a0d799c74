using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CareExchange.Cli.Maps;
using CareExchange.Cli.Serve;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Keys;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>The page "Add a partner" (<c>mappings/README.md</c>), followed word by word: its files, its settings, its message.</summary>
public sealed partial class AddPartnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-partner-");

    private static readonly System.Text.Encoding Cp949 = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_is_connected_by_a_folder_and_two_entries()
    {
        foreach (var (path, text) in Files(await File.ReadAllTextAsync(ReadmePath(), Cancel)))
        {
            var file = Path.Combine(_folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, Cancel);
        }

        // The page is read inside the checkout, where the shared maps are.
        var common = Path.Combine(Path.GetDirectoryName(ReadmePath())!, "common");
        foreach (var file in Directory.GetFiles(common, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, "mappings", "common", Path.GetRelativePath(common, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // 2. Its example becomes a test.
        var partner = new DirectoryInfo(Path.Combine(_folder.FullName, "mappings", "bukchon-clinic"));
        Assert.Equal(0, MapTest.Run(MapFolder.Open(partner, Schema.Guide), write: true));
        Assert.True(File.Exists(Path.Combine(partner.FullName, "examples", "01-expected.json")));
        Assert.Equal(0, MapTest.Run(MapFolder.Open(partner, Schema.Guide), write: false));

        var answers = Path.Combine(partner.FullName, "examples", "out", "answers", "01-expected.csv");
        Assert.Equal("의뢰번호,성명,생년월일,서비스,상태,사유\r\nR-1,윤다온(가명),19410506,방문간호,거절,수용 인원 초과\r\n", Cp949.GetString(await File.ReadAllBytesAsync(answers, Cancel)));

        // 3. The settings, with a key of the partner's own; the folders are named in full because a test runs elsewhere.
        using var key = ClientKey.Create("ES384");
        var options = await ServeOptions.ReadAsync(new(Path.Combine(_folder.FullName, "gateway.json")), Cancel);
        await using var gateway = await Gateway.StartAsync(
            options.Gateway with { MappingsFolder = Path.Combine(_folder.FullName, options.Gateway.MappingsFolder), DataFolder = Path.Combine(_folder.FullName, "data"), Url = "http://127.0.0.1:0" },
            TimeProvider.System, Cancel);
        var client = Assert.Single(options.Clients) with { Jwks = key.PublicJwks };
        await gateway.RegisterAsync(client, "test", Cancel);

        // 4. The message, and what became of it.
        using var http = new HttpClient { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(http, key, client));
        using var message = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(partner.FullName, "examples", "01-input.json"), Cancel)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
        using var taken = await http.PostAsync(new Uri("partners/bukchon-clinic/messages", UriKind.Relative), message, Cancel);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Cancel));
        var found = JsonNode.Parse(await http.GetStringAsync(new Uri("fhir/Patient?identifier=urn:careexchange:bukchon-clinic:patient|B-0001", UriKind.Relative), Cancel))!;
        var patient = Assert.Single(found["entry"]!.AsArray())!["resource"]!;
        Assert.Equal("1941-05-06", patient["birthDate"]!.GetValue<string>());

        // 5. What is addressed to it comes in its own format.
        var request = await CreateAsync(http, "ServiceRequest", $$"""{"resourceType":"ServiceRequest","identifier":[{"system":"urn:careexchange:bukchon-clinic:referral","value":"R-7"}],"status":"active","intent":"order","code":{"text":"방문진료"},"subject":{"reference":"Patient/{{patient["id"]}}"} }""");
        await CreateAsync(http, "Task", $$"""{"resourceType":"Task","status":"accepted","intent":"order","focus":{"reference":"ServiceRequest/{{request}}"},"for":{"reference":"Patient/{{patient["id"]}}"},"requester":{"reference":"Organization/bukchon-clinic"} }""");
        Assert.Contains("\"answers\"", await http.GetStringAsync(new Uri("partners/bukchon-clinic/out", UriKind.Relative), Cancel), StringComparison.Ordinal);
        using var table = await http.GetAsync(new Uri("partners/bukchon-clinic/out/answers?_lastUpdated=ge2020-10-01", UriKind.Relative), Cancel);
        Assert.Equal("의뢰번호,성명,생년월일,서비스,상태,사유\r\nR-7,윤다온(가명),19410506,방문진료,수락,\r\n", Cp949.GetString(await table.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Matches("^answers-[0-9a-f]{12}\\.csv$", table.Content.Headers.ContentDisposition?.FileName ?? "");
    }

    private static async Task<string> CreateAsync(HttpClient http, string type, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PostAsync(new Uri($"fhir/{type}", UriKind.Relative), content, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancel));
        return answer.Headers.Location!.ToString().Split($"/{type}/")[1].Split('/')[0];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> TokenAsync(HttpClient http, ClientKey key, ClientOptions client)
    {
        using var answer = await http.PostAsync(new Uri("connect/token", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = client.Scopes,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = key.Assertion(client.Id, new Uri(http.BaseAddress!, "connect/token").ToString(), TimeProvider.System.GetUtcNow()),
        }), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["access_token"]!.GetValue<string>();
    }

    private static IEnumerable<(string Path, string Text)> Files(string page) =>
        Block().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    private static string ReadmePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return Path.Combine(folder.FullName, "mappings", "README.md");
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }

    // A file stands below its name in bold.
    [GeneratedRegex(@"^\*\*`([^`]+)`\*\*[^\n]*\n\n```\w*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
