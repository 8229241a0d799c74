using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Language;

/// <remarks>403 and 404 share one text wherever existence itself is a secret: the page must not tell which it was.</remarks>
internal static class ErrorWords
{
    public static readonly Phrase NotFoundTitle = new("볼 수 없는 쪽입니다", "This page cannot be shown");
    public static readonly Phrase NotFoundText = new(
        "주소가 틀렸거나, 볼 수 있는 권한이 없습니다. 어느 쪽인지는 알려 드리지 않습니다. 필요하면 대상자의 동의를 먼저 받아 주세요.",
        "Either the address is wrong or you may not see it; the page does not say which. If you need it, ask the person for consent first.");
    public static readonly Phrase ExpiredTitle = new("양식의 시간이 지났습니다", "The form has expired");
    public static readonly Phrase ExpiredText = new(
        "안전을 위해 다시 열어 주세요. 저장된 것은 없습니다.",
        "For safety, please open it again. Nothing was stored.");
    public static readonly Phrase ConflictTitle = new("그사이에 바뀌었습니다", "It has changed in the meantime");
    public static readonly Phrase ConflictText = new(
        "다른 사람이 먼저 바꾸었습니다. 지금 내용을 보고 다시 해 주세요.",
        "Somebody else changed it first. Please look at it as it is now and try again.");
    public static readonly Phrase FailureTitle = new("잠시 문제가 생겼습니다", "Something went wrong");
    public static readonly Phrase FailureText = new(
        "다시 해 보고, 계속되면 아래 번호를 운영 담당자에게 알려 주세요.",
        "Please try again; if it stays, give the number below to your operator.");
    public static readonly Phrase Number = new("번호", "Number");
}
