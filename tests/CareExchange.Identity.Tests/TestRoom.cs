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
using CareExchange.Storage.Protection;

namespace CareExchange.Identity.Tests;

/// <summary>The whole room over a real SQLite file, with weak and therefore quick password settings, and a clock that tests move.</summary>
internal sealed class TestRoom : IAsyncDisposable
{
    private readonly string _folder;

    private TestRoom(string folder, StorageDatabase database, IdentityOptions options, int rounds)
    {
        (_folder, Database, Options) = (folder, database, options);
        Secret = new MasterSecret(options.MasterKey);
        Hasher = new PasswordHasher(rounds);
        AccountStore = new StaffAccountStore(database);
        Sessions = new StaffSessions(new StaffSessionStore(database), AccountStore, options, Clock, RecordAsync);
        Accounts = new StaffAccounts(AccountStore, Sessions, Hasher, options, Clock, RecordAsync);
        Credentials = new StaffCredentials(AccountStore, new SignInAttemptStore(database), Hasher, Secret, options, Clock);
        Clients = new ClientRegistry(new ClientStore(database), options, Clock, RecordAsync);
        Assertions = new ClientAssertions(Clients, new UsedAssertionStore(database), options, Clock);
        KeyStore = new SigningKeyStore(database);
        Keys = NewKeys();
    }

    public StorageDatabase Database { get; }

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

    public static async Task<TestRoom> OpenAsync(Func<IdentityOptions, IdentityOptions>? settings = null, int rounds = 10)
    {
        var folder = Directory.CreateTempSubdirectory("identity-tests-").FullName;
        var options = new IdentityOptions
        {
            Issuer = "https://gateway.example",
            MasterKey = RandomNumberGenerator.GetBytes(32),
            SigningAlgorithm = "ES384",
        };
        return new TestRoom(folder, await OpenDatabaseAsync(folder), settings?.Invoke(options) ?? options, rounds);
    }

    public static Task<StorageDatabase> OpenDatabaseAsync(string folder) => StorageDatabase.OpenAsync(
        new StorageOptions { DataFolder = folder, Keys = [new StorageKey("test", RandomNumberGenerator.GetBytes(32))] }, TimeProvider.System, Cancel);

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
        MessageKinds = ["urgent-care-referral"],
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
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
