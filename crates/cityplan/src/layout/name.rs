//! Names for what has none: Chinese, plausible, unique in the city, and synthetic.
//!
//! Not for official areas, which bring their own.

use std::collections::BTreeSet;

use crate::plan::PointDm;

/// Names by the eight winds, from east counter-clockwise, then the middle. Each is tried in turn.
const STREETS: [[&str; 4]; 9] = [
    ["城东", "东苑", "朝阳", "东湖"],
    ["东北", "北辰", "长青", "东升"],
    ["城北", "北苑", "北湖", "北关"],
    ["西北", "长宁", "西岭", "安宁"],
    ["城西", "西苑", "西湖", "西关"],
    ["西南", "锦西", "南桥", "丰泽"],
    ["城南", "南苑", "南湖", "南关"],
    ["东南", "锦东", "新港", "东风"],
    ["城中", "中心", "鼓楼", "钟楼"],
];

/// First halves of streets' and communities' names.
const FIRST: [&str; 40] = [
    "和平", "幸福", "光明", "建设", "文化", "团结", "新华", "友谊", "长安", "永安", "民主", "解放", "胜利", "红旗",
    "向阳", "前进", "青年", "春光", "明珠", "翠竹", "银河", "金桥", "玉泉", "清河", "龙泉", "凤凰", "梅园", "桃源",
    "柳林", "松涛", "白云", "彩虹", "康乐", "安居", "福民", "利民", "同心", "振兴", "兴业", "花园",
];

/// Second halves when the first are used up.
const SECOND: [&str; 24] = [
    "里", "苑", "东", "西", "南", "北", "路", "桥", "湾", "坊", "村", "台", "岭", "塘", "巷", "门", "口", "新村",
    "东里", "西里", "南里", "北里", "东苑", "西苑",
];

/// First halves of estates' names.
const ESTATE_FIRST: [&str; 60] = [
    "锦绣", "阳光", "翠湖", "金色", "碧水", "紫荆", "丁香", "玫瑰", "海棠", "桂花", "荷塘", "枫林", "银杏", "梧桐",
    "香樟", "水岸", "江南", "春晓", "秋水", "夏荷", "雅典", "世纪", "时代", "未来", "天成", "恒丰", "宏福", "吉祥",
    "如意", "平安", "富康", "祥和", "安泰", "华丰", "东方", "南洋", "北国", "西江", "中天", "明月", "星河", "云锦",
    "文澜", "书香", "怡景", "嘉和", "悦来", "静安", "馨月", "清风", "丽水", "龙湖", "凤栖", "鹿鸣", "莲花", "兰亭",
    "竹园", "菊香", "梅苑", "松园",
];

/// What estates are called.
const ESTATE_KIND: [&str; 12] =
    ["花园", "家园", "小区", "苑", "新村", "公寓", "名居", "雅苑", "华庭", "佳园", "里", "府"];

/// Hands out names, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: BTreeSet<String>,
    communities: usize,
    estates: usize,
}

impl Names {
    /// Keeps a name from being handed out.
    pub(super) fn reserve(&mut self, name: &str) {
        self.used.insert(name.to_owned());
    }

    fn take(&mut self, candidates: impl Iterator<Item = String>) -> String {
        for name in candidates {
            if self.used.insert(name.clone()) {
                return name;
            }
        }
        let name = format!("第{}区", self.used.len() + 1);
        self.used.insert(name.clone());
        name
    }

    /// A street's name by where it lies from the middle of the city; the one in the middle is called so.
    pub(super) fn street(&mut self, offset: PointDm, is_central: bool) -> String {
        let angle = f64::from(offset[1]).atan2(f64::from(offset[0]));
        let wind = ((angle / std::f64::consts::FRAC_PI_4).round() as i64).rem_euclid(8) as usize;
        let by_wind = STREETS[if is_central { 8 } else { wind }].iter().map(|name| (*name).to_owned());
        let others = pairs(&FIRST, &SECOND, 0);
        self.take(by_wind.chain(others).map(|name| format!("{name}街道")))
    }

    /// The next community's name.
    pub(super) fn community(&mut self) -> String {
        self.communities += 1;
        let next = pairs(&FIRST, &SECOND, self.communities - 1);
        self.take(next.map(|name| format!("{name}社区")))
    }

    /// The next estate's name.
    pub(super) fn estate(&mut self) -> String {
        let n = self.estates;
        self.estates += 1;
        // 7 has no divisor in common with 60 nor 12, so neighbours differ in both halves and no pair comes twice in 420.
        let name = |n: usize| format!("{}{}", ESTATE_FIRST[n * 7 % 60], ESTATE_KIND[(n * 7 / 60 + n * 5) % 12]);
        let numbered = |n: usize| format!("{}{}期", name(n), NUMBERS[n / 720 % NUMBERS.len()]);
        self.take((n..n + 720).map(name).chain((n..n + 7_200).map(numbered)))
    }
}

const NUMBERS: [&str; 9] = ["二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// First halves alone, then with each second half.
fn pairs(first: &'static [&'static str], second: &'static [&'static str], from: usize) -> impl Iterator<Item = String> {
    (from..first.len() * (second.len() + 1)).map(move |n| {
        let head = first[n % first.len()];
        match n / first.len() {
            0 => head.to_owned(),
            round => format!("{head}{}", second[round - 1]),
        }
    })
}
