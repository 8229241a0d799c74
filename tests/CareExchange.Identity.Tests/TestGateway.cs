using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CareExchange.Identity.Authorize;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Hosting;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CareExchange.Identity.Tests;

/// <summary>A gateway with nothing but this room: Kestrel on a loopback port, joined as Hosting joins it, with one page and one resource behind it.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StorageDatabase _database;

    private TestGateway(WebApplication app, StorageDatabase database, string folder, IdentityOptions options, MovableClock clock)
    {
        (_app, _database, Folder, Options, Clock) = (app, database, folder, options, clock);
        Address = new Uri(app.Urls.Single());
        Client = NewClient();
    }

    /// <summary>Where it listens: the issuer, unless it is a second node of one.</summary>
    public Uri Address { get; }

    public string Folder { get; }

    public IdentityOptions Options { get; }

    public MovableClock Clock { get; }

    public ConcurrentQueue<IdentityEvent> Events { get; private init; } = [];

    public ConcurrentQueue<string> Log { get; private init; } = [];

    /// <summary>Set, the audit cannot be written.</summary>
    public bool AuditFails { get; set; }

    public HttpClient Client { get; }

    public StaffAccounts Accounts => _app.Services.GetRequiredService<StaffAccounts>();

    public ClientRegistry Clients => _app.Services.GetRequiredService<ClientRegistry>();

    public SigningKeys Keys => _app.Services.GetRequiredService<SigningKeys>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<TestGateway> StartAsync(
        Func<IdentityOptions, IdentityOptions>? settings = null, MovableClock? clock = null, TestGateway? restarted = null, StorageDatabase? over = null, TestGateway? beside = null)
    {
        var options = (restarted ?? beside)?.Options ?? new IdentityOptions
        {
            Issuer = $"http://127.0.0.1:{FreePort()}",
            MasterKey = RandomNumberGenerator.GetBytes(32),
            SigningAlgorithm = "ES384",
        };
        options = settings?.Invoke(options) ?? options;
        clock ??= restarted?.Clock ?? new MovableClock();
        var folder = restarted?.Folder ?? Directory.CreateTempSubdirectory("identity-gateway-").FullName;
        var database = over ?? (await TestDatabase.OpenSqliteAsync(folder)).Database;
        var events = new ConcurrentQueue<IdentityEvent>();
        var log = new ConcurrentQueue<string>();
        TestGateway? gateway = null;

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(beside is null ? options.Issuer : $"http://127.0.0.1:{FreePort()}");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLogger(log));
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(database).AddAuthorization();
        builder.Services.AddIdentity(options, _ => (happened, _) =>
        {
            if (gateway is { AuditFails: true }) throw new IOException("The audit cannot be written.");
            events.Enqueue(happened);
            return ValueTask.CompletedTask;
        });
        var app = builder.Build();
        Map(app);
        await app.StartAsync(TestRoom.Cancel);
        return gateway = new TestGateway(app, database, folder, options, clock) { Events = events, Log = log };
    }

    /// <summary>A browser: keeps cookies, follows no redirect.</summary>
    public HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    public Task<HttpResponseMessage> PostTokenAsync(params (string Name, string Value)[] fields) =>
        Client.PostAsync(IdentityPaths.Token, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), TestRoom.Cancel);

    public Task<HttpResponseMessage> RequestTokenAsync(ClientKey key, string clientId, string? scope) =>
        PostTokenAsync([.. TokenFields(key.Assertion(clientId, Options.TokenEndpoint, Clock.GetUtcNow()), scope)]);

    public static IEnumerable<(string Name, string Value)> TokenFields(string assertion, string? scope)
    {
        yield return ("grant_type", "client_credentials");
        yield return ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        yield return ("client_assertion", assertion);
        if (scope is not null) yield return ("scope", scope);
    }

    /// <summary>An access token for a client registered just now.</summary>
    public async Task<string> TokenAsync(ClientKey key, string scope = "system/Patient.rs")
    {
        await Clients.UpsertAsync(TestRoom.Nhis(key), "test", TestRoom.Cancel);
        using var answer = await RequestTokenAsync(key, "nhis-sender", scope);
        return (await JsonAsync(answer))["access_token"]!.GetValue<string>();
    }

    public async Task<HttpResponseMessage> ReadAsync(string? token, string path = "/fhir/Patient")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request, TestRoom.Cancel);
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestRoom.Cancel))!.AsObject();

    public async Task<HttpResponseMessage> GetWithCookieAsync(string path, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(Options.Issuer) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, TestRoom.Cancel);
    }

    /// <summary>Stops and leaves the data for a gateway started with <c>restarted</c>, which removes it.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapIdentity();
        app.MapPost("/signin", async (HttpContext http, StaffSignIn signIn) =>
        {
            var form = await http.Request.ReadFormAsync();
            return Answer(http, await signIn.SignInAsync(http, form["name"], form["password"], http.RequestAborted));
        }).DisableAntiforgery();
        app.MapPost("/signin/code", async (HttpContext http, StaffSignIn signIn) =>
        {
            var form = await http.Request.ReadFormAsync();
            return Answer(http, await signIn.ContinueAsync(http, form["ticket"], form["code"], http.RequestAborted));
        }).DisableAntiforgery();
        app.MapPost("/second-factor", async (HttpContext http, StaffSignIn signIn) =>
        {
            var form = await http.Request.ReadFormAsync();
            return Answer(http, form["wish"] == "remove"
                ? await signIn.RemoveFactorAsync(http, form["password"], form["code"], http.RequestAborted)
                : await signIn.BeginSetupAsync(http, form["password"], form["code"], http.RequestAborted));
        }).DisableAntiforgery();
        app.MapPost("/signout", (HttpContext http, StaffSignIn signIn) => signIn.SignOutAsync(http, http.RequestAborted)).DisableAntiforgery();
        // A host whose person says yes at once, to the patient of the address; or no.
        app.MapGet(IdentityPaths.Authorize, async (HttpContext http, AppSignOn apps) =>
        {
            var verdict = await apps.JudgeAsync(http.Request.Query, http.RequestAborted);
            if (verdict.Request is not { } request) return verdict.Redirect is { } told ? Results.Redirect(told) : Results.Text(verdict.Refusal, statusCode: 400);
            if (http.User.Identity is not { IsAuthenticated: true }) return Results.Challenge(null, [IdentitySchemes.Session]);
            return Results.Redirect(http.Request.Headers["X-Answer"] == "no"
                ? await apps.RefuseAsync(request, http.User, http.RequestAborted)
                : await apps.AllowAsync(request, http.User, http.Request.Headers["X-Patient"] is [{ } patient] ? patient : null, http.RequestAborted));
        });
        app.MapGet("/launch", (HttpContext http, LaunchTickets launches) => launches.Issue(http.User.FindFirst(IdentityClaims.Session)!.Value, "p1"))
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(IdentitySchemes.Session).RequireAuthenticatedUser());
        app.MapGet("/persons", (HttpContext http) => Describe(http))
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(IdentitySchemes.Session).RequireAuthenticatedUser());
        app.MapGet("/fhir/Patient", (HttpContext http) => Describe(http))
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(IdentitySchemes.Bearer).RequireAuthenticatedUser());
    }

    // The page's hidden fields and texts stand in headers here.
    private static IResult Answer(HttpContext http, SignInResult result)
    {
        if (result.Ticket is { } ticket) http.Response.Headers["X-Ticket"] = ticket;
        if (result.Setup is { } setup) http.Response.Headers["X-Secret"] = setup.Secret.Replace(" ", "", StringComparison.Ordinal);
        if (result.RecoveryCodes.Count > 0) http.Response.Headers["X-Codes"] = string.Join(' ', result.RecoveryCodes);
        return Results.Text($"{result.Status} {result.RetryAfter}".Trim());
    }

    private static IResult Describe(HttpContext http) => Caller.From(http.User) is { } caller
        ? Results.Text(string.Join('|', caller.Id, caller.Display, caller.Role, caller.OrganizationId, caller.OrganizationDisplay, caller.PurposeOfUse,
            caller.IsSystem, caller.Scopes, caller.Scopes.Allows("Patient", SmartInteractions.Read),
            caller.AppId, caller.OnlyPatientId).TrimEnd('|'))
        : Results.Forbid();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class ListLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
