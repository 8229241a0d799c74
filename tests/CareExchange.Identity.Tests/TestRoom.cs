using System.Security.Cryptography;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Passwords;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Sessions;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Accounts;
using CareExchange.Storage.Database;

namespace CareExchange.Identity.Tests;

/// <summary>The whole room over a real database, with weak and therefore quick password settings, and a clock that tests move.</summary>
internal sealed class TestRoom : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private TestRoom(TestDatabase testDatabase, IdentityOptions options, int rounds)
    {
        (_database, Options) = (testDatabase, options);
        var database = testDatabase.Database;
        Secret = new MasterSecret(options.MasterKey);
        Hasher = new PasswordHasher(rounds);
        AccountStore = new StaffAccountStore(database);
        Sessions = new StaffSessions(new StaffSessionStore(database), AccountStore, options, Clock, RecordAsync);
        Accounts = new StaffAccounts(AccountStore, new SecondFactorStore(database), Sessions, Hasher, options, Clock, RecordAsync);
        Credentials = new StaffCredentials(AccountStore, new SignInAttemptStore(database), Hasher, Secret, options, Clock);
        Clients = new ClientRegistry(new ClientStore(database), options, Clock, RecordAsync);
        Assertions = new ClientAssertions(Clients, new UsedAssertionStore(database), options, Clock);
        KeyStore = new SigningKeyStore(database);
        Keys = NewKeys();
    }

    public StorageDatabase Database => _database.Database;

    public IdentityOptions Options { get; }

    public MovableClock Clock { get; } = new();

    public List<IdentityEvent> Events { get; } = [];

    public MasterSecret Secret { get; }

    public PasswordHasher Hasher { get; }

    public StaffAccountStore AccountStore { get; }

    public StaffSessions Sessions { get; }

    public StaffAccounts Accounts { get; }

    public StaffCredentials Credentials { get; }

    public ClientRegistry Clients { get; }

    public ClientAssertions Assertions { get; }

    public SigningKeyStore KeyStore { get; }

    public SigningKeys Keys { get; }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestRoom> OpenAsync(
        Func<IdentityOptions, IdentityOptions>? settings = null, int rounds = 10, DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var options = new IdentityOptions
        {
            Issuer = "https://gateway.example",
            MasterKey = RandomNumberGenerator.GetBytes(32),
            SigningAlgorithm = "ES384",
        };
        return new TestRoom(await TestDatabase.OpenAsync(kind), settings?.Invoke(options) ?? options, rounds);
    }

    public static StaffRegistration Nurse(string password = "warm-river-stone") => new("nurse", "한간호(가명)")
    {
        Password = password,
        Grants = [new GrantRegistration("clinic-nurse", "hongje-homecare", "홍제 재택의료센터")],
    };

    public static ClientRegistration Nhis(ClientKey key) => new("nhis-sender", "국민건강보험공단 전송기")
    {
        OrganizationId = "nhis-seodaemun",
        OrganizationDisplay = "국민건강보험공단 서대문지사",
        Jwks = key.PublicJwks,
        Scopes = "system/messages.c system/Patient.rs",
    };

    /// <summary>Another node over the same database.</summary>
    public SigningKeys NewKeys() => new(KeyStore, Secret, Options, Clock, RecordAsync);

    public ValueTask RecordAsync(IdentityEvent happened, CancellationToken cancellationToken)
    {
        lock (Events) Events.Add(happened);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Credentials.Dispose();
        Keys.Dispose();
        await _database.DisposeAsync();
    }
}
