using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class FactorWords
{
    public static readonly Phrase Title = new("2단계 인증", "Second sign-in step");
    public static readonly Phrase Has = new("로그인할 때 인증 앱의 번호도 확인합니다.", "Signing in also asks for a code from your authenticator app.");
    public static readonly Phrase HasNot = new(
        "지금은 비밀번호만으로 로그인합니다. 인증 앱을 등록하면 비밀번호가 새어 나가도 남이 로그인할 수 없습니다.",
        "A password alone signs you in. With an authenticator app, a leaked password opens nothing.");
    public static readonly Phrase Begin = new("인증 앱 등록", "Set up an app");
    public static readonly Phrase Replace = new("다른 기기로 바꾸기", "Use another device");
    public static readonly Phrase Remove = new("등록 해제", "Remove it");
    public static readonly Phrase Removed = new("인증 앱 등록을 해제했습니다.", "The authenticator app was removed.");
    public static readonly Phrase Refused = new("비밀번호 또는 인증번호가 맞지 않거나, 이 역할에는 2단계 인증이 꼭 필요합니다.", "The password or the code is wrong, or your role cannot do without this step.");

    public static readonly Phrase SetupTitle = new("인증 앱 등록", "Set up your authenticator app");
    public static readonly Phrase SetupLead = new(
        "휴대전화의 인증 앱으로 아래 그림을 찍은 뒤, 앱에 나타난 여섯 자리 번호를 넣어 주세요.",
        "Scan the picture with the authenticator app on your phone, then enter the six digits it shows.");
    public static readonly Phrase Picture = new("인증 앱 등록용 QR 코드", "QR code for the authenticator app");
    public static readonly Phrase Typed = new("찍을 수 없으면 이 글자를 앱에 직접 넣으세요.", "If it cannot be scanned, type this into the app.");

    public static readonly Phrase CodeTitle = new("인증번호 확인", "Enter your code");
    public static readonly Phrase CodeLead = new("인증 앱에 나타난 여섯 자리 번호를 넣어 주세요.", "Enter the six digits that your authenticator app shows.");
    public static readonly Phrase Code = new("인증번호", "Code");
    public static readonly Phrase RecoveryHint = new("휴대전화가 없으면 복구 번호를 넣으세요.", "Without your phone, enter a recovery code.");
    public static readonly Phrase Submit = new("확인", "Continue");
    public static readonly Phrase CodeRefused = new("인증번호가 맞지 않거나 이미 쓴 번호입니다. 다음 번호로 다시 해 주세요.", "The code is wrong or was used before. Please try the next one.");
    public static readonly Phrase Expired = new("시간이 지났습니다. 처음부터 다시 로그인해 주세요.", "This took too long. Please sign in again from the beginning.");

    public static readonly Phrase RecoveryTitle = new("복구 번호", "Recovery codes");
    public static readonly Phrase RecoveryLead = new(
        "휴대전화를 잃어버렸을 때 하나씩 쓸 수 있습니다. 지금만 보이니 적어서 안전한 곳에 두세요.",
        "Each works once if you lose your phone. They are shown only now: write them down and keep them safe.");
    public static readonly Phrase Noted = new("적어 두었습니다", "I have written them down");
}
