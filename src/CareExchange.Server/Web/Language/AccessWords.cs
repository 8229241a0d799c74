using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class AccessWords
{
    public static readonly Phrase Title = new("이용 권한 관리", "Who may use the gateway");
    public static readonly Phrase Lead = new(
        "직원, 연계기관 시스템, 앱을 등록하고 멈춥니다. 모든 변경은 누가 했는지와 함께 기록됩니다.",
        "Staff, partner systems and apps are registered and stopped here. Every change is recorded with who made it.");
    public static readonly Phrase Saved = new("저장했습니다.", "Saved.");
    public static readonly Phrase Unchanged = new("바뀐 내용이 없습니다.", "Nothing changed.");

    public static readonly Phrase Failures = new("보내지 못한 메시지", "Messages that were not delivered");
    public static readonly Phrase FailuresLead = new("여러 번 보냈으나 기관이 받지 않았습니다. 다시 보내면 그 순간의 동의로 다시 판단합니다.", "They were tried and not taken. Trying again decides again, by the consents of that moment.");
    public static readonly Phrase Receiver = new("받을 기관", "Receiver");
    public static readonly Phrase Reason = new("사유", "Reason");
    public static readonly Phrase Attempts = new("시도", "Tries");
    public static readonly Phrase Since = new("중단한 때", "Given up");
    public static readonly Phrase Retry = new("다시 보내기", "Try again");

    public static readonly Phrase Staff = new("직원", "Staff");
    public static readonly Phrase AddStaff = new("직원 등록", "Add staff");
    public static readonly Phrase StaffForm = new("직원 등록·변경", "Staff account");
    public static readonly Phrase Clients = new("연계기관 시스템과 앱", "Systems and apps");
    public static readonly Phrase AddClient = new("시스템·앱 등록", "Add a system or app");
    public static readonly Phrase ClientForm = new("시스템·앱 등록·변경", "System or app");

    public static readonly Phrase Name = new("이름", "Name");
    public static readonly Phrase Grants = new("역할과 기간", "Roles and periods");
    public static readonly Phrase Factor = new("2단계 인증", "Second step");
    public static readonly Phrase WithFactor = new("등록됨", "Set up");
    public static readonly Phrase WithoutFactor = new("없음", "None");
    public static readonly Phrase State = new("상태", "State");
    public static readonly Phrase On = new("사용 중", "In use");
    public static readonly Phrase Off = new("멈춤", "Stopped");
    public static readonly Phrase Change = new("관리", "Manage");
    public static readonly Phrase Edit = new("변경", "Edit");
    public static readonly Phrase Stop = new("멈추기", "Stop");
    public static readonly Phrase Start = new("다시 사용", "Let in again");
    public static readonly Phrase RemoveFactor = new("인증 기기 해제", "Remove device");
    public static readonly Phrase Save = new("저장", "Save");

    public static readonly Phrase ClientId = new("클라이언트 id", "Client id");
    public static readonly Phrase Organization = new("기관 id", "Organisation id");
    public static readonly Phrase OrganizationName = new("기관 이름", "Organisation name");
    public static readonly Phrase Scopes = new("허용 범위 (SMART scope)", "SMART scopes");
    public static readonly Phrase ScopesHint = new("예: system/messages.c system/Patient.rs, 앱은 launch/patient patient/*.rs", "For example system/messages.c system/Patient.rs; for an app launch/patient patient/*.rs");
    public static readonly Phrase Purpose = new("이용 목적 코드", "Purpose of use");
    public static readonly Phrase PurposeHint = new("v3-ActReason 코드, 예: TREAT, COC, HOPERAT", "A code of v3-ActReason such as TREAT, COC, HOPERAT");
    public static readonly Phrase Jwks = new("공개키 (JWK Set)", "Public keys (JWK Set)");
    public static readonly Phrase JwksHint = new("키를 지킬 수 없는 앱은 비워 둡니다.", "Empty for an app that cannot keep a key.");
    public static readonly Phrase Redirects = new("앱이 돌아갈 주소", "Redirect addresses");
    public static readonly Phrase RedirectsHint = new("한 줄에 하나씩. 시스템은 비워 둡니다.", "One on each line; none for a system.");
    public static readonly Phrase Launch = new("계획 화면에서 여는 주소", "Launch address");
    public static readonly Phrase LaunchHint = new("넣으면 대상자 계획 화면에 이 앱을 여는 단추가 생깁니다.", "With one, plans have a button that opens the app for the person shown.");
    public static readonly Phrase Certificates = new("접속 인증서", "Client certificates");
    public static readonly Phrase CertificatesHint = new("PEM 또는 SHA-256 지문(base64url). 넣으면 이 인증서로만 접속합니다.", "PEM, or SHA-256 thumbprints in base64url. With one, only it connects.");
    public static readonly Phrase PasswordHint = new("비워 두면 지금 비밀번호를 그대로 씁니다.", "Left empty, the present one stays.");
    public static readonly Phrase FhirUser = new("FHIR 담당자 참조", "FHIR reference of the person");
    public static readonly Phrase RoleCode = new("역할 코드", "Role code");
    public static readonly Phrase RoleHint = new("예: case-manager, clinic-nurse, nhis-officer, dementia-worker, operator", "For example case-manager, clinic-nurse, nhis-officer, dementia-worker, operator");

    public static Phrase Grant(int number) => new($"역할 {number}", $"Role {number}");
}
