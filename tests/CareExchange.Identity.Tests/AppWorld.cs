using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Identity.Tests;

/// <summary>A gateway with a nurse who is signed in and an app that cannot keep a key.</summary>
internal sealed class AppWorld : IAsyncDisposable
{
    public const string AppId = "plan-viewer";
    public const string Redirect = "https://app.example/back";

    private AppWorld(TestGateway gateway) => (Gateway, Browser) = (gateway, gateway.NewClient());

    public TestGateway Gateway { get; }

    /// <summary>The nurse's browser.</summary>
    public HttpClient Browser { get; }

    /// <summary>PKCE verifier of the requests made here.</summary>
    public static string Verifier => "a-verifier-of-more-than-forty-three-characters-0123456789";

    public string FhirBase => Gateway.Options.Issuer + "/fhir";

    private static CancellationToken Cancel => TestRoom.Cancel;

    public static ClientRegistration App(string scopes = "openid fhirUser profile launch launch/patient online_access offline_access user/*.rs patient/*.rs") => new(AppId, "돌봄계획 보기")
    {
        OrganizationId = "hongje-homecare", OrganizationDisplay = "홍제 재택의료센터", Jwks = "", Scopes = scopes, RedirectUris = [Redirect, "http://127.0.0.1/back"],
    };

    public static async Task<AppWorld> StartAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.Accounts.UpsertAsync(TestRoom.Nurse() with { FhirUser = "Practitioner/nurse-1" }, "test", Cancel);
        await gateway.Clients.UpsertAsync(App(), "test", Cancel);
        var world = new AppWorld(gateway);
        await world.SignInAsync();
        gateway.Events.Clear();
        return world;
    }

    public async Task SignInAsync()
    {
        using var answer = await Browser.PostAsync(
            "/signin", new FormUrlEncodedContent([new("name", "nurse"), new("password", "warm-river-stone")]), Cancel);
        Assert.Equal("Succeeded", await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>The parameters of a request that is in order.</summary>
    public Dictionary<string, string?> Request(string scope = "openid fhirUser user/Patient.rs") => new()
    {
        ["response_type"] = "code",
        ["client_id"] = AppId,
        ["redirect_uri"] = Redirect,
        ["scope"] = scope,
        ["state"] = "s-1",
        ["aud"] = FhirBase,
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
        ["nonce"] = "n-1",
    };

    public async Task<HttpResponseMessage> AuthorizeAsync(Dictionary<string, string?> parameters, string? patient = null, bool yes = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(IdentityPaths.Authorize, parameters.Where(one => one.Value is not null)));
        if (patient is not null) request.Headers.Add("X-Patient", patient);
        if (!yes) request.Headers.Add("X-Answer", "no");
        return await Browser.SendAsync(request, Cancel);
    }

    /// <summary>What the app's own address is told.</summary>
    public static Dictionary<string, string> Told(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(Redirect, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(answer.Headers.Location.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
    }

    public async Task<string> CodeAsync(string scope = "openid fhirUser user/Patient.rs", string? patient = null)
    {
        using var answer = await AuthorizeAsync(Request(scope), patient);
        return Told(answer)["code"];
    }

    public Task<HttpResponseMessage> RedeemAsync(string code, string? verifier = null, string client = AppId, string redirect = Redirect) => Gateway.PostTokenAsync(
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", client), ("code_verifier", verifier ?? Verifier));

    public Task<HttpResponseMessage> RefreshAsync(string token, params (string Name, string Value)[] more) =>
        Gateway.PostTokenAsync([("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", AppId), .. more]);

    /// <summary>The whole way: what the token endpoint answers.</summary>
    public async Task<JsonObject> SignOnAsync(string scope = "openid fhirUser user/Patient.rs", string? patient = null)
    {
        using var answer = await RedeemAsync(await CodeAsync(scope, patient));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TestGateway.JsonAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Gateway.DisposeAsync();
    }
}
