//! What stands around the residents' pages: 长辈版, languages, and the steps of its forms.

use crate::table::words;

words! {
    /// Words around the residents' pages.
    PublicWord:

    Elder: "长辈版", "Large print";
    ElderOff: "常规版", "Regular version";
    ElderAsk: "字太小、按钮太小？可以换成长辈版：大字，大按钮，一页只问一件事。", "Is the print too small? There is a version with large print and large buttons that asks one thing a page.";
    ElderYes: "换成长辈版", "Use large print";
    ElderNo: "不用换", "No, thank you";
    ElderTools: "长辈版工具", "Tools of the large print version";
    Larger: "字再大些", "Larger print";
    Smaller: "字小一些", "Smaller print";
    ReadAloud: "读给我听", "Read it to me";
    ReadStop: "停止朗读", "Stop reading";
    Call: "打电话 12345", "Call 12345";
    HighContrast: "高对比", "High contrast";
    Language: "语言", "Language";
    TongueDraft: "待校：这种文字的译文还没有经过母语者校对，没有译的仍用中文。", "Draft: nobody whose language it is has read this translation yet; what is not translated is in Chinese.";
    AskWords: "发生了什么事？", "What happened?";
    AskWordsHint: "用自己的话说，也可以用手机键盘上的话筒说。", "In your own words; the microphone of your keyboard writes down what you say.";
    AskPhoto: "有照片吗？", "Is there a photo?";
    AskPhotoHint: "没有照片就点“下一步”。", "Without one, press “Next”.";
    AskPhone: "要给您回电话吗？", "Shall we ring you?";
    AskPhoneHint: "留个电话；不留就是匿名，也可以直接发送。", "Leave a number, or send it without one, anonymously.";
    Next: "下一步", "Next";
    Back: "上一步", "Back";
}
