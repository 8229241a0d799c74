using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Hosting;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;
using CareExchange.Server.Callers;
using CareExchange.Server.Partners;
using CareExchange.Server.Rest;
using CareExchange.Server.Web;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;

namespace CareExchange.Server.Hosting;

/// <summary>A running gateway: the only place where all rooms are joined. Disposing stops it and closes its database.</summary>
public sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StorageDatabase _database;
    private readonly ConsentJournal _journal;

    private Gateway(WebApplication app, StorageDatabase database, ConsentJournal journal) => (_app, _database, _journal) = (app, database, journal);

    /// <summary>The address it listens on, with the port that was taken.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Its services, for the commands and tests that start it.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the database, compiles the mappings, joins the rooms and listens.</summary>
    /// <param name="options">What the operator set.</param>
    /// <param name="clock">The clock of every room.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <exception cref="InvalidDataException">The key file, a package or a mapping folder is wrong; the message lists all of it.</exception>
    public static Task<Gateway> StartAsync(GatewayOptions options, TimeProvider clock, CancellationToken cancellationToken) => StartAsync(options, [], [], "", clock, cancellationToken);

    /// <summary>The same for a gateway whose operator wrote down who may use it: they are registered before it listens, so that whoever finds it ready is known to it.</summary>
    /// <param name="options">What the operator set.</param>
    /// <param name="staff">Staff, as <see cref="RegisterAsync(StaffOptions, string, CancellationToken)"/> takes them.</param>
    /// <param name="clients">Machine clients and apps.</param>
    /// <param name="by">Who registers them, for the record.</param>
    /// <param name="clock">The clock of every room.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <exception cref="InvalidDataException">The key file, a package, a mapping folder or a registration is wrong; the message lists all of it.</exception>
    public static async Task<Gateway> StartAsync(
        GatewayOptions options, IReadOnlyList<StaffOptions> staff, IReadOnlyList<ClientOptions> clients, string by, TimeProvider clock, CancellationToken cancellationToken)
    {
        options = WithPort(options);
        options.Check();
        var keys = await KeyFile.OpenAsync(options.KeyPath, clock, cancellationToken);
        var packages = await PackageFolder.LoadAsync(options.PackagesFolder ?? Path.Combine(options.DataFolder, "packages"), options.Packages, cancellationToken);
        var storage = options.StorageOf(keys, packages.Schema) with { SyncLooks = options.SyncLooks };

        // Beside the opening of the database.
        var compiling = Task.Run(() => MappingFolders.LoadAsync(options.MappingsFolder, storage.Schema, cancellationToken), cancellationToken);
        var database = await StorageDatabase.OpenAsync(storage, clock, cancellationToken);
        try
        {
            var journal = await ConsentGuard.OpenAsync(database, options, clock, cancellationToken);
            var mappings = await compiling;
            var app = Build(options, keys, database, services => services.AddSingleton(packages).AddSingleton(journal).AddAuditKeeping(options).AddExchange(database, mappings, options, clock));
            var gateway = new Gateway(app, database, journal);
            foreach (var member in staff) await gateway.RegisterAsync(member, by, cancellationToken);
            foreach (var client in clients) await gateway.RegisterAsync(client, by, cancellationToken);
            await app.StartAsync(cancellationToken);
            gateway.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return gateway;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers a member of staff, or brings what is registered up to date; the same again changes nothing.</summary>
    /// <exception cref="InvalidDataException">The registration is refused; the message says why.</exception>
    public async Task RegisterAsync(StaffOptions staff, string by, CancellationToken cancellationToken) =>
        GatewayAccess.Demand(await Services.GetRequiredService<StaffAccounts>().UpsertAsync(GatewayAccess.Of(staff), by, cancellationToken));

    /// <summary>Registers a machine client or an app, or brings what is registered up to date.</summary>
    /// <exception cref="InvalidDataException">The registration is refused; the message says why.</exception>
    public async Task RegisterAsync(ClientOptions client, string by, CancellationToken cancellationToken) =>
        GatewayAccess.Demand(await Services.GetRequiredService<ClientRegistry>().UpsertAsync(GatewayAccess.Of(client), by, cancellationToken));

    /// <summary>Returns when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => ((IHost)_app).WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _journal.DisposeAsync();
        await _database.DisposeAsync();
    }

    // The issuer of tokens is part of the address, so a free port has to be known before anything is built.
    private static GatewayOptions WithPort(GatewayOptions options)
    {
        var url = new Uri(options.Url);
        if (url.Port != 0) return options;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return options with { Url = new UriBuilder(url) { Port = ((IPEndPoint)probe.LocalEndpoint).Port }.Uri.ToString().TrimEnd('/') };
    }

    private static WebApplication Build(GatewayOptions options, KeyFile keys, StorageDatabase database, Action<IServiceCollection> addExchange)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // What a socket brings is already on a thread of the pool: to hand it to another one costs a switch for each request and each answer.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(options.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024; // searches are long: lists of ids, conditions joined by conditions
            kestrel.Limits.MaxRequestBodySize = null; // each door has its own limit and answers for it
            if (options is { CertificateFile: { } certificate, CertificateKeyFile: { } key })
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    https.ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, key);
                    if (!options.ClientCertificates) return;

                    // Which certificate may do what is said by the registration of its client, not by who signed it.
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // it warns that no-store is stricter than its own no-cache
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // standard output belongs to the command
        addExchange(builder.Services);
        builder.Services.AddSingleton(provider => new ScopeConstraints(provider.GetRequiredService<ConsentDecider>().Understands));
        builder.Services.AddIdentity(
            new IdentityOptions { Issuer = (options.PublicUrl ?? options.Url).TrimEnd('/'), MasterKey = keys.Identity, OlderMasterKeys = keys.IdentityOlder, OlderHashKeys = keys.IdentityHashes, OutsideIssuers = options.OutsideIssuers, SecondFactorRoles = options.SecondFactorRoles, ClientCertificates = options.ClientCertificates },
            provider => (happened, cancellationToken) => IdentityAudit.RecordAsync(provider.GetRequiredService<AuditTrail>(), happened, cancellationToken));
        builder.Services.AddSingleton<DatabaseAbsence>();
        builder.Services.AddAuthorization();
        builder.Services.AddWebPages();
        builder.Services.AddRest(new(options.PublicUrl?.TrimEnd('/'), options.BodyLimit ?? RequestBody.DefaultLimit, options.CorsOrigins.Count > 0, options.ConditionalDeleteLimit > 1, options.WaitingRequestLimit ?? 100));
        builder.Services.AddCorsAnswers(options.CorsOrigins);

        // Reads that are answered before the pipeline would not be counted.
        if (options.RequestsPerMinute is null) PlainReadServer.AddTo(builder.Services);
        var app = builder.Build();
        app.UseDoorAnswers(options.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true);
        if (options.RequestsPerMinute is { } perMinute)
        {
            var limits = new RequestLimits(perMinute);
            app.Lifetime.ApplicationStopped.Register(limits.Dispose);
            app.Use(limits.InvokeAsync);
        }

        app.UseRestMethods();
        app.UseRouting();
        app.UseExactPaths();
        app.UseCorsAnswers(options.CorsOrigins);

        // The doors name the schemes they ask, and each request is asked once; only pages are for whoever has a cookie.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(static http => !DoorAnswers.IsDoor(http), static pages => pages.UseAuthentication());
        app.UseAuthorization();
        app.MapIdentity();
        app.MapRest();
        app.MapPartners($"{(options.PublicUrl ?? options.Url).TrimEnd('/')}/fhir");
        app.MapWebPages();
        app.MapHealth();
        app.BindEntries();
        return app;
    }
}
