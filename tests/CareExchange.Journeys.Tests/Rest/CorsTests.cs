using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Browser applications of other origins: nobody, unless the operator lists them.</summary>
[Collection(SharedDistrict.Name)]
public sealed class CorsTests(District district) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-cors-").FullName;

    [Fact]
    public async Task Nobody_is_let_in_by_default()
    {
        using var request = Preflight("https://app.example", "fhir/Patient/1");

        using var answer = await district.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_listed_origin_is_answered_before_it_signs_in_and_may_see_versions_and_places()
    {
        await using var gateway = await StartAsync("https://app.example");
        using var http = new HttpClient { BaseAddress = gateway.Address };

        using var preflight = await http.SendAsync(Preflight("https://app.example", "fhir/Patient/1"), TestContext.Current.CancellationToken);
        using var metadata = await http.SendAsync(From("https://app.example", "fhir/metadata"), TestContext.Current.CancellationToken);
        using var refused = await http.SendAsync(From("https://app.example", "fhir/Patient/1"), TestContext.Current.CancellationToken);
        using var stranger = await http.SendAsync(From("https://other.example", "fhir/metadata"), TestContext.Current.CancellationToken);
        using var smart = await http.SendAsync(From("https://app.example", "fhir/.well-known/smart-configuration"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Contains("PUT", string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Contains("if-match", string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        Assert.All(new[] { preflight, metadata, refused, smart }, answer => Assert.Equal(["https://app.example"], answer.Headers.GetValues("Access-Control-Allow-Origin")));
        var exposed = string.Join(',', metadata.Headers.GetValues("Access-Control-Expose-Headers"));
        Assert.All(new[] { "ETag", "Location", "Content-Location", "Last-Modified", "Preference-Applied" }, name => Assert.Contains(name, exposed));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.False(stranger.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(metadata.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task What_is_no_origin_is_refused_at_the_start() =>
        Assert.Contains("https://app.example/path", (await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync("https://app.example/path"))).Message);

    [Fact]
    public async Task Behind_a_proxy_links_begin_with_the_public_address()
    {
        await using var gateway = await Gateway.StartAsync(
            new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0", PublicUrl = "https://fhir.example/" }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = gateway.Address };

        Assert.Contains("\"https://fhir.example/fhir\"", await http.GetStringAsync("fhir/metadata", TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<Gateway> StartAsync(string origin) => Gateway.StartAsync(
        new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0", CorsOrigins = [origin] }, TimeProvider.System, TestContext.Current.CancellationToken);

    private static HttpRequestMessage From(string origin, string path) => new(HttpMethod.Get, path) { Headers = { { "Origin", origin } } };

    private static HttpRequestMessage Preflight(string origin, string path) => new(HttpMethod.Options, path)
    {
        Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "PUT" }, { "Access-Control-Request-Headers", "authorization,content-type,if-match" } },
    };
}
