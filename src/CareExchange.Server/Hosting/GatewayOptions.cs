using System.Globalization;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Settings;
using CareExchange.Server.Partners;
using CareExchange.Storage.Database;

namespace CareExchange.Server.Hosting;

/// <summary>Everything an operator sets. Errors of all parts are reported when the gateway starts.</summary>
public sealed record GatewayOptions
{
    /// <summary>Folder of the SQLite database and the key file.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>An Npgsql connection string; set, PostgreSQL is used instead of SQLite.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>IANA zone of the place (<c>Asia/Seoul</c>): what a day is, in consents, searches, deadlines, reviews and on the pages.</summary>
    public string TimeZone { get; init; } = "Asia/Seoul";

    /// <summary>The key ring file; <c>keys.json</c> in the data folder when nothing is said, made with one new key when missing.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Where signed checkpoints of the audit trail are noted, beside the database and not in it; <c>checkpoints.txt</c> beside the key file when nothing is said.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Minutes between two checkpoints while something is recorded, 1 to 1,440; 10 when nothing is said.</summary>
    public int? CheckpointMinutes { get; init; }

    /// <summary>Days that the audit trail is kept, 730 (two years, 고시 제2026-9호 제8조) or more; 1,096 (three years) when nothing is said.</summary>
    public int? AuditRetentionDays { get; init; }

    /// <summary>Where every version of a Consent is noted, apart from the database and its backups; <c>consents.journal</c> beside the key file when nothing is said.</summary>
    public string? ConsentJournalFile { get; init; }

    /// <summary>Address the gateway listens on; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Address the gateway is reached under, where a proxy stands before it; <see cref="Url"/> when nothing is said.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>A PEM certificate for an https <see cref="Url"/>; with <see cref="CertificateKeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's PEM key.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Whether whoever connects over https is asked for a certificate, so that tokens of partners that registered theirs are bound to it. Browsers may then ask their users
    /// to choose one: give partners an address of their own.</summary>
    public bool ClientCertificates { get; init; }

    /// <summary>Folder of the partners' mapping folders.</summary>
    public string MappingsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "mappings");

    /// <summary>Folder of the FHIR packages (.tgz, or packs compiled from them); <c>packages</c> in the data folder when nothing is said, and none where that is missing.</summary>
    public string? PackagesFolder { get; init; }

    /// <summary>Folder of further consent templates (<c>*.json</c>); <c>consent-templates</c> in the data folder when nothing is said, and none where that is missing.</summary>
    public string? ConsentTemplatesFolder { get; init; }

    /// <summary>Which of the packages in the folder are loaded, with what they build on: <c>name</c> or <c>name@version</c>; all when nothing is said.</summary>
    public IReadOnlyList<string>? Packages { get; init; }

    /// <summary>Who sends messages.</summary>
    public IReadOnlyList<PartnerOptions> Partners { get; init; } = [];

    /// <summary>Other organisations that documents name.</summary>
    public IReadOnlyList<OrganizationOptions> Organizations { get; init; } = [];

    /// <summary>Kind of each organisation (<c>municipality</c>, <c>clinic</c>, <c>nhis-branch</c>, <c>dementia-centre</c>), by its id.</summary>
    public IReadOnlyDictionary<string, string> OrganizationTypes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The legal bases in force beside consent.</summary>
    public IReadOnlyList<LegalBasisRule> LegalBases { get; init; } = LegalBasisRules.Default;

    /// <summary>Below which age a legal representative consents (14 when nothing is said), and which relationships make one.</summary>
    public RepresentationRules Representation { get; init; } = new();

    /// <summary>Which codes make a resource sensitive when it comes in.</summary>
    public IReadOnlyList<SecurityLabelRule> SecurityLabels { get; init; } = SecurityLabelRules.Default;

    /// <summary>What of telephone numbers, mail and postal addresses, state-given and account numbers each role is shown, instead of single lines of the table that comes with the gateway.</summary>
    public IReadOnlyList<MaskingRule> Masking { get; init; } = [];

    /// <summary>Who may open a record in an emergency: ids of staff or clients, or <c>role@organization</c> (<c>clinic-nurse@hongje-homecare</c>); nobody when nothing is said.</summary>
    public IReadOnlyList<string> EmergencyMembers { get; init; } = [];

    /// <summary>Where notices of emergency accesses go at once; when nothing is said they wait, and stand on the pages of the person and the privacy officer.</summary>
    public NoticeOptions? Notices { get; init; }

    /// <summary>Where <c>$import</c> may fetch from: beginnings of addresses that end in a slash (<c>https://files.example.org/out/</c>,
    /// <c>file:///srv/import/</c>); nowhere when nothing is said.</summary>
    public IReadOnlyList<string> ImportFrom { get; init; } = [];

    /// <summary>Other authorization servers whose tokens are accepted.</summary>
    public IReadOnlyList<OutsideIssuer> OutsideIssuers { get; init; } = [];

    /// <summary>Roles whose members sign in with a code of their device beside the password; <c>*</c> for all, which is what a gateway with real persons needs.</summary>
    public IReadOnlyList<string> SecondFactorRoles { get; init; } = [];

    /// <summary>Origins of browser applications that may call the FHIR door and ask for tokens, such as <c>https://app.example</c>, or <c>*</c>; none when nothing is said.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>True (default): a look is on the disk before anything is shown. False spares the wait: a killed process loses nothing, a power cut may lose the looks of the
    /// last moments (SQLite).</summary>
    public bool SyncLooks { get; init; } = true;

    /// <summary>How many resources one conditional delete may delete, 1 to 500; one when nothing is said.</summary>
    public int? ConditionalDeleteLimit { get; init; }

    /// <summary>The largest body of the FHIR door, unpacked, in bytes, 64 KiB to 1 GiB; 32 MiB when nothing is said.</summary>
    public int? BodyLimit { get; init; }

    /// <summary>How many requests a minute each client may send, 1 to 10,000,000, all of them at once if it likes; as many as it likes when nothing is said.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>How many asynchronous requests of one requester may wait for their answers at a time, 1 to 10,000; 100 when nothing is said.</summary>
    public int? WaitingRequestLimit { get; init; }

    /// <summary>Hours after which the operator is told that a doubtful match still waits for a case manager, 1 to 720; 24 when nothing is said.</summary>
    public int? MatchOverdueHours { get; init; }

    /// <summary>Where HL7 v2 comes in by MLLP; nowhere when nothing is said.</summary>
    public IReadOnlyList<MllpOptions> Mllp { get; init; } = [];

    /// <summary>What is sent to partners instead of waiting to be fetched; nothing when nothing is said.</summary>
    public IReadOnlyList<PushOptions> Push { get; init; } = [];

    internal string KeyPath => KeyFile ?? Path.Combine(DataFolder, "keys.json");

    internal string CheckpointPath => CheckpointFile ?? Beside("checkpoints.txt");

    internal string ConsentJournalPath => ConsentJournalFile ?? Beside("consents.journal");

    private string Beside(string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(KeyPath))!, name);

    /// <summary>Refuses what cannot be meant.</summary>
    /// <exception cref="InvalidDataException">A number is out of its bounds; the message lists all that are.</exception>
    internal void Check()
    {
        string[] wrong =
        [
            .. TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? [] : (string[])[UnknownZone],
            .. OutOfBounds(nameof(ConditionalDeleteLimit), ConditionalDeleteLimit, 1, WriteServices.MaximumConditionalDeletes),
            .. OutOfBounds(nameof(RepresentationRules.MinorAge), Representation.MinorAge, 0, 19),
            .. OutOfBounds(nameof(BodyLimit), BodyLimit, 64 * 1024, 1024 * 1024 * 1024),
            .. OutOfBounds(nameof(RequestsPerMinute), RequestsPerMinute, 1, 10_000_000),
            .. OutOfBounds(nameof(CheckpointMinutes), CheckpointMinutes, 1, 1440),
            .. OutOfBounds(nameof(AuditRetentionDays), AuditRetentionDays, 730, 36_500),
            .. OutOfBounds(nameof(WaitingRequestLimit), WaitingRequestLimit, 1, 10_000),
            .. OutOfBounds(nameof(MatchOverdueHours), MatchOverdueHours, 1, 720),
            .. MaskingRules.Check(Masking).Select(issue => issue.English),
            .. Notices?.Problems() ?? [],
            .. Mllp.SelectMany(mllp => mllp.Problems([.. Partners.Select(partner => partner.Id)])),
            .. Push.SelectMany(push => push.Problems([.. Partners.Select(partner => partner.Id)])),
            .. Push.GroupBy(push => $"{push.Partner}/{push.Output}", StringComparer.Ordinal).Where(twice => twice.Count() > 1).Select(twice => $"{twice.Key} is pushed twice."),
            .. Partners.SelectMany(partner => OutOfBounds($"{nameof(BodyLimit)} of partner {partner.Id}", partner.BodyLimit, 1024, 1024 * 1024 * 1024)),
        ];
        if (wrong.Length > 0) throw new InvalidDataException(string.Join(' ', wrong));
    }

    /// <summary>The database that is meant, of a gateway that stands in <see cref="TimeZone"/>: with it every room knows what a day is.</summary>
    /// <exception cref="InvalidDataException">The zone is unknown.</exception>
    internal StorageOptions StorageOf(KeyFile keys, Schema schema)
    {
        CivilTime.Use(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : throw new InvalidDataException(UnknownZone));
        return new() { DataFolder = DataFolder, TimeZone = TimeZone, PostgresConnection = PostgresConnection, Keys = keys.Keys, Schema = schema };
    }

    private string UnknownZone => $"{nameof(TimeZone)} '{TimeZone}' is unknown; expected an IANA zone such as Asia/Seoul.";

    private static IEnumerable<string> OutOfBounds(string name, int? value, int least, int most) =>
        value < least || value > most ? [string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, and must be {least} to {most}.")] : [];
}
