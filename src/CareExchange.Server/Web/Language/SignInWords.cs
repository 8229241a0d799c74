using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

internal static class SignInWords
{
    public static readonly Phrase Title = new("로그인", "Sign in");
    public static readonly Phrase Lead = new(
        "여러 기관이 보낸 돌봄 정보를 한 사람의 한 계획으로 모아 봅니다.",
        "What several organisations send about one person, read as one plan.");
    public static readonly Phrase Name = new("아이디", "User name");
    public static readonly Phrase Password = new("비밀번호", "Password");
    public static readonly Phrase Submit = new("로그인", "Sign in");
    public static readonly Phrase Refused = new("아이디 또는 비밀번호가 맞지 않습니다.", "The user name or the password is wrong.");
    public static readonly Phrase Missing = new("아이디와 비밀번호를 모두 넣어 주세요.", "Please fill in both user name and password.");
    public static readonly Phrase SignedOut = new("로그아웃했습니다.", "You are signed out.");

    public static Phrase LockedOut(int minutes) => new(
        $"로그인 시도가 너무 많았습니다. {minutes}분 뒤에 다시 해 주세요.",
        minutes == 1 ? "Too many attempts. Please try again in a minute." : $"Too many attempts. Please try again in {minutes} minutes.");
}
