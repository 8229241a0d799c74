namespace CareExchange.Exchange.Audit;

/// <summary>What was done, with the codes an AuditEvent says it by (IHE BALP content.md).</summary>
/// <param name="Code">Our own word, by which the trail is searched.</param>
/// <param name="Letter">AuditEvent.action: C, R, U, D or E.</param>
/// <param name="TypeSystem">System of AuditEvent.type.</param>
/// <param name="TypeCode">Code of AuditEvent.type.</param>
/// <param name="SubtypeSystem">System of AuditEvent.subtype.</param>
/// <param name="SubtypeCode">Code of AuditEvent.subtype.</param>
public sealed record AuditAction(string Code, char Letter, string TypeSystem, string TypeCode, string SubtypeSystem, string SubtypeCode)
{
    private const string EventType = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private const string Lifecycle = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    private const string Interaction = "http://hl7.org/fhir/restful-interaction";
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Own = "urn:careexchange:audit-action";

    /// <summary>A resource was read.</summary>
    public static readonly AuditAction Read = Rest("read", 'R');

    /// <summary>One version was read.</summary>
    public static readonly AuditAction Vread = Rest("vread", 'R');

    /// <summary>A resource's history was read.</summary>
    public static readonly AuditAction History = Rest("history-instance", 'R');

    /// <summary>The versions of all resources of a type were read.</summary>
    public static readonly AuditAction HistoryOfType = Rest("history-type", 'R');

    /// <summary>The versions of all resources were read.</summary>
    public static readonly AuditAction HistoryOfSystem = Rest("history-system", 'R');

    /// <summary>A search was answered.</summary>
    public static readonly AuditAction Search = Rest("search-type", 'E');

    /// <summary>A resource was created.</summary>
    public static readonly AuditAction Create = Rest("create", 'C');

    /// <summary>A resource was updated.</summary>
    public static readonly AuditAction Update = Rest("update", 'U');

    /// <summary>A part of a resource was changed.</summary>
    public static readonly AuditAction Patch = Rest("patch", 'U');

    /// <summary>A resource was deleted.</summary>
    public static readonly AuditAction Delete = Rest("delete", 'D');

    /// <summary>A transaction was carried out.</summary>
    public static readonly AuditAction Transaction = Rest("transaction", 'E');

    /// <summary>An entry of a batch that was not carried out; the others are recorded as what they are.</summary>
    public static readonly AuditAction Batch = Rest("batch", 'E');

    /// <summary>Resources were loaded in bulk.</summary>
    public static readonly AuditAction Import = new("import", 'C', EventType, "rest", Own, "import");

    /// <summary>An export was asked for, or what it found was handed out.</summary>
    public static readonly AuditAction Export = new("export", 'R', EventType, "rest", Own, "export");

    /// <summary>An operation was asked for; those that show or change a person's data are recorded as that too.</summary>
    public static readonly AuditAction Operation = Rest("operation", 'E');

    /// <summary>A partner's message was taken in.</summary>
    public static readonly AuditAction Message = new("message", 'C', Lifecycle, "transmit", Own, "message-received");

    /// <summary>A partner fetched a message in its own format.</summary>
    public static readonly AuditAction MessageSent = new("message-sent", 'R', Lifecycle, "transmit", Own, "message-sent");

    /// <summary>The operator had a message tried again that was given up.</summary>
    public static readonly AuditAction PushRetried = new("push-retried", 'E', Dicom, "110100", Own, "push-retried");

    /// <summary>Somebody who decides doubtful matches looked at who may be meant.</summary>
    public static readonly AuditAction MatchReviewed = new("match-reviewed", 'R', Dicom, "110110", Own, "match-reviewed");

    /// <summary>Somebody decided whom a partner's message is about, or tried to.</summary>
    public static readonly AuditAction MatchDecided = new("match-decided", 'U', Dicom, "110110", Own, "match-decided");

    /// <summary>The shared care plan was shown.</summary>
    public static readonly AuditAction PlanRead = new("plan-read", 'R', EventType, "rest", Own, "shared-care-plan");

    /// <summary>The shared care plan was handed out to be printed (DICOM PS3.16 Export: also to paper).</summary>
    public static readonly AuditAction PlanPrinted = new("plan-printed", 'R', Dicom, "110106", Own, "plan-printed");

    /// <summary>The list of persons was shown.</summary>
    public static readonly AuditAction PersonList = new("person-list", 'E', EventType, "rest", Own, "person-list");

    /// <summary>Somebody looked at who looked.</summary>
    public static readonly AuditAction AccessLogRead = new("access-log-read", 'R', Dicom, "110101", Own, "access-log");

    /// <summary>Somebody read the ledger of provisions to third parties.</summary>
    public static readonly AuditAction LedgerRead = new("ledger-read", 'R', Dicom, "110101", Own, "ledger");

    /// <summary>Somebody read the review of a month, or signed it.</summary>
    public static readonly AuditAction Review = new("review", 'E', Dicom, "110101", Own, "review");

    /// <summary>The person asked why somebody had looked, or was answered.</summary>
    public static readonly AuditAction Question = new("question", 'C', Dicom, "110100", Own, "access-question");

    /// <summary>A consent was given, or recorded for who gave it.</summary>
    public static readonly AuditAction ConsentGiven = new("consent-given", 'C', Dicom, "110113", Own, "consent-given");

    /// <summary>A consent was withdrawn.</summary>
    public static readonly AuditAction ConsentWithdrawn = new("consent-withdrawn", 'U', Dicom, "110113", Own, "consent-withdrawn");

    /// <summary>Somebody broke the glass, or tried to.</summary>
    public static readonly AuditAction EmergencyAccess = new("emergency-access", 'E', Dicom, "110113", Dicom, "110127");

    /// <summary>A notice of an emergency access or of a consent that cannot be read was handed over.</summary>
    public static readonly AuditAction NoticeSent = new("notice-sent", 'E', Lifecycle, "transmit", Own, "notice-sent");

    /// <summary>A consent says something that cannot be read, and opens less than it may have meant to.</summary>
    public static readonly AuditAction ConsentUnclear = new("consent-unclear", 'E', Dicom, "110113", Own, "consent-unclear");

    /// <summary>A restored database was told what a Consent had said after its backup was made.</summary>
    public static readonly AuditAction ConsentReapplied = new("consent-reapplied", 'U', Dicom, "110113", Own, "consent-reapplied");

    /// <summary>A restored database was opened again.</summary>
    public static readonly AuditAction Restored = new("restored", 'E', Dicom, "110100", Own, "restored");

    /// <summary>The audit trail was verified, or a checkpoint of it signed.</summary>
    public static readonly AuditAction AuditVerified = new("audit-verified", 'R', Dicom, "110101", Own, "audit-verified");

    /// <summary>Somebody signed in, or tried to.</summary>
    public static readonly AuditAction SignIn = new("sign-in", 'E', Dicom, "110114", Dicom, "110122");

    /// <summary>Somebody signed out.</summary>
    public static readonly AuditAction SignOut = new("sign-out", 'E', Dicom, "110114", Dicom, "110123");

    /// <summary>A token was issued, or refused.</summary>
    public static readonly AuditAction Token = new("token", 'E', Dicom, "110114", Own, "token");

    /// <summary>A staff account or client was registered or changed.</summary>
    public static readonly AuditAction Registration = new("registration", 'U', Dicom, "110136", Own, "registration");

    /// <summary>Every word of ours.</summary>
    public static IReadOnlyList<AuditAction> All { get; } =
    [
        Read, Vread, History, HistoryOfType, HistoryOfSystem, Search, Create, Update,
        Patch, Delete, Transaction, Batch, Import, Export, Operation, Message,
        MessageSent, PushRetried, MatchReviewed, MatchDecided, PlanRead, PlanPrinted, PersonList, AccessLogRead, LedgerRead, Review, Question, ConsentGiven, ConsentWithdrawn,
        EmergencyAccess, NoticeSent, ConsentUnclear, ConsentReapplied, Restored, AuditVerified, SignIn, SignOut,
        Token, Registration,
    ];

    private static AuditAction Rest(string code, char letter) => new(code, letter, EventType, "rest", Interaction, code);
}
