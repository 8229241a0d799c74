namespace CareExchange.Identity.Settings;

/// <summary>Everything an operator may set in the identity room. <see cref="IdentityOptionsRules.Problems"/> lists what is out of bounds.</summary>
public sealed record IdentityOptions
{
    /// <summary>Public base address of the gateway and <c>iss</c> of its tokens: https, or http on loopback; no trailing slash, query or fragment.</summary>
    public required string Issuer { get; init; }

    /// <summary>32 secret bytes from a file or the environment; every secret kept in the database is encrypted under keys derived from them.</summary>
    public required ReadOnlyMemory<byte> MasterKey { get; init; }

    /// <summary>Secrets that sealed before <see cref="MasterKey"/> and still open what they sealed; 32 bytes each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OlderMasterKeys { get; init; } = [];

    /// <summary>What is left of secrets that are gone (<c>IdentitySecrets.HashKeyOf</c>).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OlderHashKeys { get; init; } = [];

    /// <summary><c>aud</c> of access tokens; the issuer when null.</summary>
    public string? Audience { get; init; }

    /// <summary>Path of the FHIR base, where SMART discovery is looked for.</summary>
    public string FhirBasePath { get; init; } = "/fhir";

    /// <summary>SMART data scopes that the gateway serves, as discovery announces them.</summary>
    public string ScopesSupported { get; init; } = "system/*.cruds system/messages.c user/*.rs patient/*.rs";

    /// <summary>How long an app may go on without the person (<c>offline_access</c>), 1 hour to 90 days.</summary>
    public TimeSpan OfflineAccessLimit { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Path of the sign-in page.</summary>
    public string SignInPath { get; init; } = "/signin";

    /// <summary>Life of an access token, 1 to 10 minutes (SMART backend services: should not exceed five).</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Difference of clocks forgiven, up to 2 minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Algorithm of new signing keys: <c>RS384</c> (a check costs a twentieth of ES384's, and tokens are checked far more often than signed) or <c>ES384</c>.</summary>
    public string SigningAlgorithm { get; init; } = "RS384";

    /// <summary>How long a signing key signs, 1 to 365 days.</summary>
    public TimeSpan SigningKeyLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long before it signs a new key is published, so that nobody meets it unknown; 5 minutes to half the lifetime.</summary>
    public TimeSpan SigningKeyLead { get; init; } = TimeSpan.FromHours(12);

    /// <summary>PBKDF2-SHA512 rounds of new hashes, 210,000 to 10,000,000; older hashes are upgraded at sign-in.</summary>
    public int PasswordRounds { get; init; } = 210_000;

    /// <summary>Shortest password accepted at registration, 8 to 64 characters.</summary>
    public int MinimumPasswordLength { get; init; } = 10;

    /// <summary>Failed attempts before a name is locked, 3 to 20.</summary>
    public int LockoutThreshold { get; init; } = 5;

    /// <summary>First lock, 1 second to 10 minutes; each further failure doubles it.</summary>
    public TimeSpan LockoutStart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest lock, from the first lock to 24 hours.</summary>
    public TimeSpan LockoutLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the door asks who connects for a certificate, so that tokens can be bound to it; discovery then says so.</summary>
    public bool ClientCertificates { get; init; }

    /// <summary>Roles whose members sign in with a code of their device beside the password; <c>*</c> for all. Others may set one up.</summary>
    public IReadOnlyList<string> SecondFactorRoles { get; init; } = [];

    /// <summary>What authenticator apps call this gateway, 1 to 64 characters without a colon.</summary>
    public string IssuerName { get; init; } = "CareExchange";

    /// <summary>A session unused this long ends, 1 minute to 8 hours.</summary>
    public TimeSpan SessionIdleLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this long however much it is used, from the idle limit to 24 hours.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromHours(10);

    /// <summary>How long another node's revocation of a session or client may go unnoticed, 0 to 60 seconds; this node's own bites at once.</summary>
    public TimeSpan RevocationLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Other authorization servers whose tokens are accepted.</summary>
    public IReadOnlyList<OutsideIssuer> OutsideIssuers { get; init; } = [];

    /// <summary><c>aud</c> of access tokens.</summary>
    public string TokenAudience => Audience ?? Issuer;

    /// <summary>Address of the token endpoint: <c>aud</c> of client assertions.</summary>
    public string TokenEndpoint => Issuer + IdentityPaths.Token;

    /// <summary>Whether the gateway is reached over https, also through a proxy.</summary>
    public bool IsSecure => Issuer.StartsWith("https://", StringComparison.Ordinal);
}
