namespace CustodyConsole.Domain.Accounts;

/// <summary>The stock of words from which invented names are put together.</summary>
internal static class InventedNames
{
    /// <summary>
    /// Frequent surnames, roughly in the order of their frequency, and a few compound ones at the end.
    /// </summary>
    public static readonly string[] Surnames =
        ("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 邓 冯 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 "
            + "于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾 夏 付 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 段 雷 "
            + "龙 黎 史 陶 贺 毛 郝 顾 龚 邵 万 覃 武 钱 戴 严 莫 孔 向 常 欧阳 上官 司徒 诸葛").Split(' ');

    public const string MaleCharacters =
        "伟强磊军勇杰涛明超刚平辉鹏华飞斌宇浩凯健俊帆帅旭宁龙林峰阳建亮成志海波鑫博晨东坤昊嘉睿哲翔恒远航骏毅国文武瑞泽轩霖铭";

    public const string FemaleCharacters =
        "芳娜敏静丽艳娟霞秀燕玲婷雪慧莹洁梅琳素云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉桂娣璧璐娅琦晶妍茜秋珊莎锦黛青倩婉娴瑾";

    /// <summary>First and second character of a company's trade name.</summary>
    public const string TradeCharacters =
        "恒信瑞丰盛泰华诚达通源鑫隆兴嘉德安宏茂祥润和景程明远卓越智创博天地金汇中联合众康健永昌正大新海东方宇辰星云峰凯";

    public static readonly string[] Industries =
    [
        "商贸", "科技", "实业", "建材", "食品", "服饰", "机械设备", "电子科技", "物流", "农业发展", "家具", "纺织",
        "医疗器械", "环保科技", "汽车服务", "装饰工程", "餐饮管理", "文化传播", "教育咨询", "塑料制品", "五金制品", "包装材料",
        "融资担保", "商业保理",
    ];

    /// <summary>Three-digit beginnings that the three carriers gave out by 2017.</summary>
    public static readonly string[] MobilePrefixes =
        ("130 131 132 133 134 135 136 137 138 139 150 151 152 153 155 156 157 158 159 176 177 178 180 181 182 183 "
            + "185 186 187 188 189").Split(' ');

    /// <summary>The banks whose cards the invented people hold.</summary>
    public static readonly string[] Banks =
        "ICBC ABC BOC CCB COMM PSBC CMB CITIC CEB CMBC SPDB CIB GDB SPABANK HXBANK BJBANK SHBANK".Split(' ');
}
