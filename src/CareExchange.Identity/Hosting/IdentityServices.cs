using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Authorize;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Factors;
using CareExchange.Identity.Introspect;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Passwords;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Sessions;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;
using CareExchange.Identity.Token;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CareExchange.Identity.Hosting;

/// <summary>Joins the room to a host.</summary>
public static class IdentityServices
{
    /// <summary>Registers sign-in, the token endpoint, both schemes and the key rings. Needs an opened <c>StorageDatabase</c> among the services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Settings; checked here.</param>
    /// <param name="sink">Makes the sink that pours events into the audit.</param>
    /// <exception cref="OptionsValidationException">Settings out of bounds; lists all of them.</exception>
    public static AuthenticationBuilder AddIdentity(
        this IServiceCollection services, IdentityOptions options, Func<IServiceProvider, IdentityEventSink> sink)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (IdentityOptionsRules.Problems(options) is { Count: > 0 } problems)
        {
            throw new OptionsValidationException("Identity", typeof(IdentityOptions), problems);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ScopeConstraints.None);
        services.AddSingleton(options).AddSingleton(sink);
        AddStores(services);
        AddStaff(services, options);
        AddClients(services);
        AddDataProtection(services, options);
        services.AddHostedService<IdentityPurge>();
        return AddSchemes(services, options);
    }

    private static void AddStores(IServiceCollection services) => services
        .AddSingleton<StaffAccountStore>()
        .AddSingleton<StaffSessionStore>()
        .AddSingleton<SignInAttemptStore>()
        .AddSingleton<SecondFactorStore>()
        .AddSingleton<ClientStore>()
        .AddSingleton<SigningKeyStore>()
        .AddSingleton<UsedAssertionStore>()
        .AddSingleton<AppAuthorizationStore>()
        .AddSingleton<RevokedTokenStore>()
        .AddSingleton<ProtectionKeyStore>();

    private static void AddStaff(IServiceCollection services, IdentityOptions options) => services
        .AddSingleton(new MasterSecret(options.MasterKey, options.OlderMasterKeys, options.OlderHashKeys))
        .AddSingleton(provider => new IdentitySecrets(provider.GetRequiredService<MasterSecret>()))
        .AddSingleton(new PasswordHasher(options.PasswordRounds))
        .AddSingleton<StaffSessions>()
        .AddSingleton<StaffAccounts>()
        .AddSingleton<StaffCredentials>()
        .AddSingleton<SecondFactors>()
        .AddSingleton<SignInTickets>()
        .AddSingleton<SessionCookieEvents>()
        // Internal constructors: made by hand.
        .AddSingleton(provider => new StaffSignIn(
            provider.GetRequiredService<StaffCredentials>(),
            provider.GetRequiredService<SecondFactors>(),
            provider.GetRequiredService<SignInTickets>(),
            provider.GetRequiredService<StaffSessions>(),
            provider.GetRequiredService<IdentityOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdentityEventSink>()))
        .AddSingleton(provider => new SigningKeys(
            provider.GetRequiredService<SigningKeyStore>(),
            provider.GetRequiredService<MasterSecret>(),
            provider.GetRequiredService<IdentityOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdentityEventSink>()));

    private static void AddClients(IServiceCollection services) => services
        .AddSingleton<ClientRegistry>()
        .AddSingleton<ClientAssertions>()
        .AddSingleton<ClientProof>()
        .AddSingleton<AppAuthorizations>()
        .AddSingleton<RevokedTokens>()
        .AddSingleton<TokenStanding>()
        .AddSingleton<LaunchTickets>()
        .AddSingleton<LaunchedApps>()
        .AddSingleton(provider => new AppSignOn(
            provider.GetRequiredService<ClientRegistry>(),
            provider.GetRequiredService<AppAuthorizations>(),
            provider.GetRequiredService<LaunchTickets>(),
            provider.GetRequiredService<StaffAccountStore>(),
            provider.GetRequiredService<StaffSessionStore>(),
            provider.GetRequiredService<IdentityOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdentityEventSink>(),
            provider.GetRequiredService<ScopeConstraints>()))
        .AddSingleton<AccessTokens>()
        .AddSingleton<MachineGrant>()
        .AddSingleton<AppGrant>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<TokenReader>()
        .AddSingleton<IntrospectEndpoint>()
        .AddSingleton<RevokeEndpoint>()
        .AddSingleton<OwnIssuerConfiguration>()
        .AddSingleton<ValidatedTokens>()
        .AddSingleton(provider => new KnownBearer(provider.GetRequiredService<ValidatedTokens>(), provider.GetRequiredService<TokenStanding>()))
        .Replace(ServiceDescriptor.Singleton<IPolicyEvaluator, BearerEvaluator>());

    private static void AddDataProtection(IServiceCollection services, IdentityOptions options)
    {
        // The issuer separates gateways that share a machine: one's cookies mean nothing to another.
        services.AddDataProtection().SetApplicationName($"careexchange {options.Issuer}");
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeyStore, MasterSecret>((keys, store, secret) =>
        {
            keys.XmlRepository = new ProtectionKeyRepository(store);
            keys.XmlEncryptor = new ProtectionKeyEncryptor(secret);
        });
    }

    private static AuthenticationBuilder AddSchemes(IServiceCollection services, IdentityOptions options)
    {
        var schemes = services.AddAuthentication(IdentitySchemes.Session)
            .AddCookie(IdentitySchemes.Session, cookie => SessionCookie.Configure(cookie, options))
            .AddPolicyScheme(IdentitySchemes.Bearer, null, policy => policy.ForwardDefaultSelector = http => BearerRouting.Select(http, options.OutsideIssuers))
            .AddJwtBearer(IdentitySchemes.OwnBearer, _ => { });
        services.AddOptions<JwtBearerOptions>(IdentitySchemes.OwnBearer).Configure<OwnIssuerConfiguration, TimeProvider>((bearer, configuration, clock) =>
        {
            bearer.MapInboundClaims = false;
            bearer.ConfigurationManager = configuration;
            bearer.TokenValidationParameters = BearerValidation.ForOwn(options, clock);
            bearer.Events = BearerEvents.ForOwn();
        });
        foreach (var issuer in options.OutsideIssuers) AddOutside(services, schemes, issuer, options);
        return schemes;
    }

    private static void AddOutside(IServiceCollection services, AuthenticationBuilder schemes, OutsideIssuer issuer, IdentityOptions options)
    {
        var scheme = IdentitySchemes.OutsideBearer(issuer.Name);
        schemes.AddJwtBearer(scheme, _ => { });
        services.AddOptions<JwtBearerOptions>(scheme).Configure<TimeProvider>((bearer, clock) =>
        {
            bearer.MapInboundClaims = false;
            bearer.Authority = issuer.Authority;
            // Plain http passes the options' check on loopback only.
            bearer.RequireHttpsMetadata = issuer.Authority.StartsWith("https://", StringComparison.Ordinal);
            bearer.TokenValidationParameters = BearerValidation.ForOutside(issuer, options, clock);
            bearer.Events = BearerEvents.ForOutside(issuer);
        });
    }
}
