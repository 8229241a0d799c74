using System.Text.RegularExpressions;
using CareExchange.Cli.Demo;

namespace CareExchange.Journeys.Tests.World;

/// <summary>A member of staff at the keyboard, without a browser: forms and a session cookie.</summary>
public sealed partial class Staff : IDisposable
{
    private readonly HttpClient _http;

    private Staff(HttpClient http) => _http = http;

    /// <summary>Signs in through the page.</summary>
    public static async Task<Staff> SignInAsync(District district, string name)
    {
        var staff = new Staff(district.NewClient(withCookies: true));
        var answer = await staff.PostFormAsync("signin", "signin", ("returnUrl", "/persons"), ("name", name), ("password", DemoWorld.Password));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.Status);
        return staff;
    }

    /// <summary>A page or resource.</summary>
    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Any request with the session's cookie.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/fhir+json");
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Every id that a search finds, its pages followed to the end.</summary>
    public async Task<IReadOnlyList<string>> FindAllAsync(string query)
    {
        var ids = new List<string>();
        for (string? next = $"fhir/{query}"; next is not null;)
        {
            var page = (await GetAsync(next)).Is(System.Net.HttpStatusCode.OK);
            ids.AddRange(page.Resources.Select(resource => resource.GetProperty("id").GetString()!));
            next = page.Json.GetProperty("link").EnumerateArray()
                .Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).FirstOrDefault();
        }

        return ids;
    }

    /// <summary>Fills in the form of a page and sends it, with the token that the page carries.</summary>
    public async Task<Answer> PostFormAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await _http.GetStringAsync(page, TestContext.Current.CancellationToken);
        var token = FormToken().Match(html);
        Assert.True(token.Success, "The page has no form token.");
        return await PostAsync(action, [.. fields, ("form-token", System.Net.WebUtility.HtmlDecode(token.Groups[1].Value))]);
    }

    /// <summary>Posts fields with the session's cookie and nothing else: what another site can make a browser do.</summary>
    public async Task<Answer> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var response = await _http.PostAsync(action, form, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"form-token\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
