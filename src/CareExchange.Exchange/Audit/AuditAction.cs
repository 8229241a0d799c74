namespace CareExchange.Exchange.Audit;

/// <summary>What was done, with its codes for AuditEvent (IHE BALP) and its short name in the trail.</summary>
/// <param name="Name">Short name in the trail, such as <c>read</c>.</param>
/// <param name="Action">AuditEvent.action: C, R, U, D or E.</param>
/// <param name="Type">AuditEvent.type.</param>
/// <param name="Subtype">AuditEvent.subtype.</param>
/// <param name="English">English name.</param>
/// <param name="Korean">Korean name.</param>
public sealed record AuditAction(string Name, char Action, AuditCode Type, AuditCode Subtype, string English, string Korean)
{
    private const string Rest = "http://hl7.org/fhir/restful-interaction";
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Own = "urn:careexchange:audit-action";
    private static readonly AuditCode RestType = new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation");
    private static readonly AuditCode Authentication = new(Dicom, "110114", "User Authentication");
    private static readonly AuditCode SecurityAlert = new(Dicom, "110113", "Security Alert");

    /// <summary>A resource was made.</summary>
    public static readonly AuditAction Create = new("create", 'C', RestType, new(Rest, "create", "create"), "created", "등록");

    /// <summary>A resource was read.</summary>
    public static readonly AuditAction Read = new("read", 'R', RestType, new(Rest, "read", "read"), "read", "열람");

    /// <summary>An old version was read.</summary>
    public static readonly AuditAction Vread = new("vread", 'R', RestType, new(Rest, "vread", "vread"), "version read", "이전 버전 열람");

    /// <summary>The versions of a resource were read.</summary>
    public static readonly AuditAction History = new("history", 'R', RestType, new(Rest, "history-instance", "history-instance"), "history read", "이력 열람");

    /// <summary>A resource was changed.</summary>
    public static readonly AuditAction Update = new("update", 'U', RestType, new(Rest, "update", "update"), "updated", "수정");

    /// <summary>A resource was deleted.</summary>
    public static readonly AuditAction Delete = new("delete", 'D', RestType, new(Rest, "delete", "delete"), "deleted", "삭제");

    /// <summary>Resources were searched.</summary>
    public static readonly AuditAction Search = new("search", 'E', RestType, new(Rest, "search-type", "search-type"), "searched", "검색");

    /// <summary>Several interactions in one commit.</summary>
    public static readonly AuditAction Transaction = new("transaction", 'E', RestType, new(Rest, "transaction", "transaction"), "transaction", "일괄 처리");

    /// <summary>The shared care plan was read.</summary>
    public static readonly AuditAction PlanRead = new("plan-read", 'R', RestType, new(Own, "plan-read", "shared care plan read"), "shared plan read", "통합지원계획 열람");

    /// <summary>The list of persons was read.</summary>
    public static readonly AuditAction PersonsListed = new("persons-listed", 'E', RestType, new(Own, "persons-listed", "list of persons read"), "persons listed", "대상자 목록 열람");

    /// <summary>A partner's message came in.</summary>
    public static readonly AuditAction MessageReceived = new("message-received", 'C', new(Dicom, "110107", "Import"), new(Own, "message-received", "message received"), "message received", "메시지 수신");

    /// <summary>A consent was withdrawn, whole or in part.</summary>
    public static readonly AuditAction ConsentWithdrawn = new("consent-withdrawn", 'U', RestType, new(Own, "consent-withdrawn", "consent withdrawn"), "consent withdrawn", "동의 철회");

    /// <summary>A decision on consent was made (BALP AuthZ-Consent).</summary>
    public static readonly AuditAction ConsentDecision = new(
        "consent-decision", 'E', SecurityAlert, new("https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType", "AuthZ-Consent", "Authorization Decision using Roles and Consent"), "consent decision", "열람 결정");

    /// <summary>Somebody signed in, or tried to.</summary>
    public static readonly AuditAction SignIn = new("sign-in", 'E', Authentication, new(Dicom, "110122", "Login"), "signed in", "로그인");

    /// <summary>Somebody signed out.</summary>
    public static readonly AuditAction SignOut = new("sign-out", 'E', Authentication, new(Dicom, "110123", "Logout"), "signed out", "로그아웃");

    /// <summary>A token was asked for.</summary>
    public static readonly AuditAction Token = new("token", 'E', Authentication, new(Own, "token", "token request"), "token requested", "토큰 요청");

    /// <summary>Every action, for reading the trail.</summary>
    public static IReadOnlyList<AuditAction> All { get; } =
    [
        Create, Read, Vread, History, Update, Delete, Search, Transaction, PlanRead, PersonsListed, MessageReceived,
        ConsentWithdrawn, ConsentDecision, SignIn, SignOut, Token,
    ];

    /// <summary>The action with this short name; null for an unknown one.</summary>
    public static AuditAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);
}
