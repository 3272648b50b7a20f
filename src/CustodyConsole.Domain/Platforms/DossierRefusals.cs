namespace CustodyConsole.Domain.Platforms;

/// <summary>Why a dossier, or a part of it, is not taken.</summary>
public static class DossierRefusals
{
    /// <summary>There is no such draft.</summary>
    public static Refusal DraftUnknown(string draftNo) => new(
        "dossier.draft-unknown",
        $"入驻草稿“{draftNo}”不存在。",
        $"There is no draft \"{draftNo}\".");

    /// <summary>Somebody else saved the draft in the meantime.</summary>
    public static Refusal DraftChanged(string draftNo, string by, string at) => new(
        "dossier.draft-changed",
        $"草稿 {draftNo} 已由{by}于 {at} 保存过，您的修改尚未保存。请先核对差异，再决定采用哪一份。",
        $"Draft {draftNo} was saved by {by} at {at} in the meantime; your change is not saved yet. Compare both and choose.");

    /// <summary>The draft is with a checker and cannot be changed.</summary>
    public static Refusal DraftLocked(string draftNo, string approvalNo) => new(
        "dossier.draft-locked",
        $"草稿 {draftNo} 已提交复核（{approvalNo}），如需修改请先撤回。",
        $"Draft {draftNo} was put to a checker ({approvalNo}). Take the request back before you change it.");

    /// <summary>The draft has come to its end.</summary>
    public static Refusal DraftEnded(string draftNo) => new(
        "dossier.draft-ended",
        $"草稿 {draftNo} 已生效或已作废，不能再修改。",
        $"Draft {draftNo} has taken effect or was dropped; it cannot be changed.");

    /// <summary>The text of the draft is too long.</summary>
    public static Refusal DraftTooLong() => new(
        "dossier.draft-too-long",
        "草稿内容过长，请删减后再保存。",
        "The draft is too long to be saved. Shorten it.");

    /// <summary>A draft for this change exists already.</summary>
    public static Refusal DraftExists(string platformNo, string draftNo) => new(
        "dossier.draft-exists",
        $"平台 {platformNo} 已有未完成的变更草稿 {draftNo}，请继续使用该草稿。",
        $"There is an unfinished draft {draftNo} for a change of platform {platformNo}; go on with it.");

    /// <summary>What was put to a checker is not what the draft holds.</summary>
    public static Refusal DraftDiffers(string draftNo) => new(
        "dossier.draft-differs",
        $"提交的内容与草稿 {draftNo} 不一致，请重新打开草稿后再提交。",
        $"What was submitted is not what draft {draftNo} holds. Open the draft again before you submit.");

    /// <summary>Something is missing, malformed or expired.</summary>
    public static Refusal Incomplete(int count, string chinese, string english) => new(
        "dossier.incomplete",
        $"资料尚有 {count} 项未完成：{chinese}。",
        $"The dossier has {count} open items: {english}.");

    /// <summary>The change was drafted on a version that is not in force any more.</summary>
    public static Refusal VersionOutdated(string platformNo, int based, int now) => new(
        "dossier.version-outdated",
        $"平台 {platformNo} 的资料已变更为第 {now} 版，本变更依据的是第 {based} 版，请按最新版重新核对。",
        $"The dossier of platform {platformNo} is at version {now}; this change was made from version {based}. Compare it with the new one.");

    /// <summary>The change changes nothing.</summary>
    public static Refusal NothingChanged(string platformNo) => new(
        "dossier.nothing-changed",
        $"与平台 {platformNo} 的现行资料相同，没有需要变更的内容。",
        $"This is what platform {platformNo} has already; there is nothing to change.");

    /// <summary>Number and payment company of a platform stay for ever; its fees have schedules of their own.</summary>
    public static Refusal FixedField(string field) => new(
        "dossier.fixed-field",
        $"{field}：平台编号和支付公司开户后不能变更，提现手续费请在“费率”中变更。",
        $"{field}: a platform's number and payment company cannot be changed once its accounts are open; fees are changed under Fees.");

    /// <summary>A private key was pasted.</summary>
    public static Refusal KeyIsPrivate() => new(
        "dossier.key-is-private",
        "这是私钥，系统未保存。私钥一经外传即告失效，请平台重新生成密钥对，并只提供公钥。",
        "This is a private key; it was not saved. A private key that was sent to others is worthless: the platform must make a new pair.");

    /// <summary>The text is no public key.</summary>
    public static Refusal KeyMalformed() => new(
        "dossier.key-malformed",
        "公钥应为 PEM 格式（以 -----BEGIN PUBLIC KEY----- 开头的 RSA 或 EC 公钥）。",
        "A public key must be PEM, an RSA or EC key that begins with -----BEGIN PUBLIC KEY-----.");

    /// <summary>The key is too short.</summary>
    public static Refusal KeyTooWeak(int bits, int least) => new(
        "dossier.key-too-weak",
        $"公钥仅 {bits} 位，至少应为 {least} 位。",
        $"The key has {bits} bits only; it takes at least {least}.");

    /// <summary>A key is there already, or there are enough.</summary>
    public static Refusal KeyNotAdded(int most) => new(
        "dossier.key-not-added",
        $"该公钥已登记，或已达 {most} 个上限。",
        $"This key is registered already, or there are {most} keys, which is the most.");

    /// <summary>The address is none that can be used.</summary>
    public static Refusal AddressMalformed() => new(
        "dossier.address-malformed",
        "地址须以 https:// 开头并使用域名，不能含空格、用户名或 # 号。",
        "The address must begin with https:// and name a host by its domain, without blanks, user name or #.");

    /// <summary>The e-mail address is none.</summary>
    public static Refusal EmailMalformed() => new(
        "dossier.email-malformed",
        "电子邮箱格式不正确，应形如 name@example.com。",
        "The e-mail address must look like name@example.com.");

    /// <summary>A name is missing or too long.</summary>
    public static Refusal PersonNameMalformed() => new(
        "dossier.person-name-malformed",
        "姓名应为 2 至 32 个字符，不含数字。",
        "A name must have 2 to 32 characters and no digits.");

    /// <summary>The dossier in force has no personal data in this field.</summary>
    public static Refusal NothingSealed(string platformNo) => new(
        "dossier.nothing-sealed",
        $"平台 {platformNo} 的在用资料没有该项信息。",
        $"The dossier in force of platform {platformNo} has nothing in this field.");
}
