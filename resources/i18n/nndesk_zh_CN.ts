<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutSheet</name>
    <message>
        <source>About nndesk</source>
        <translation>关于 nndesk</translation>
    </message>
    <message>
        <source>See, train and understand neural networks. Everything runs on this computer.</source>
        <translation>观看、训练并理解神经网络。一切都在这台电脑上运行。</translation>
    </message>
    <message>
        <source>This package also holds x264 and x265. As a whole it is under the GNU General Public License, version 3 or later, and its source is offered.</source>
        <translation>此安装包还包含&#x2009;x264&#x2009;和&#x2009;x265，整体以&#x2009;GNU&#x2009;通用公共许可证第三版或更高版本发布，并提供源代码。</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>版本&#x2009;{0}</translation>
    </message>
    <message>
        <source>nndesk is free software under the MIT licence. It is built on the work of others:</source>
        <translation>nndesk 是采用 MIT 许可证的自由软件，它建立在以下作品之上：</translation>
    </message>
</context>
<context>
    <name>Announcer</name>
    <message>
        <source>Nothing is selected</source>
        <translation>没有选择任何内容</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused: back at the best epoch</source>
        <translation>已暂停：回到最佳的一轮</translation>
    </message>
    <message>
        <source>Paused: the last epoch is reached</source>
        <translation>已暂停：到达最后一轮</translation>
    </message>
    <message>
        <source>Paused: the loss is low enough</source>
        <translation>已暂停：损失已足够低</translation>
    </message>
    <message>
        <source>Selected: {0}</source>
        <translation>已选择：{0}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Training is not possible</source>
        <translation>无法训练</translation>
    </message>
    <message>
        <source>Training stopped in epoch {0}: the numbers left their range</source>
        <translation>训练在第&#x2009;{0}&#x2009;轮停止：数值超出范围</translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation>已选择&#x2009;{0}&#x2009;项</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
</context>
<context>
    <name>Aside</name>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The run of 1 epoch is kept</source>
        <translation>已保留&#x2009;1&#x2009;轮的训练</translation>
    </message>
    <message>
        <source>The run of {0} epochs is kept</source>
        <translation>已保留&#x2009;{0}&#x2009;轮的训练</translation>
    </message>
</context>
<context>
    <name>BeliefCard</name>
    <message>
        <source>What the network believes</source>
        <translation>网络的判断</translation>
    </message>
    <message>
        <source>correct</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>Busy</source>
        <translation>正在处理</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>1 input</source>
        <translation>1&#x2009;个输入</translation>
    </message>
    <message>
        <source>Bias of {0} neuron {1}</source>
        <translation>{0}，神经元&#x2009;{1}&#x2009;的偏置</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Weight from {0} neuron {1} to {2} neuron {3}</source>
        <translation>{0}，神经元&#x2009;{1} → {2}，神经元&#x2009;{3}：权重</translation>
    </message>
    <message>
        <source>test sample {0} of {1}</source>
        <translation>测试样本&#x2009;{0}&#x2009;/&#x2009;{1}</translation>
    </message>
    <message>
        <source>training sample {0} of {1}</source>
        <translation>训练样本&#x2009;{0}&#x2009;/&#x2009;{1}</translation>
    </message>
    <message>
        <source>true class {0}</source>
        <translation>真实类别&#x2009;{0}</translation>
    </message>
    <message>
        <source>true digit {0}</source>
        <translation>真实数字&#x2009;{0}</translation>
    </message>
    <message>
        <source>{0} inputs</source>
        <translation>{0}&#x2009;个输入</translation>
    </message>
    <message>
        <source>{0} × {1} pixels · {2} inputs</source>
        <translation>{0} × {1}&#x2009;像素 · {2}&#x2009;个输入</translation>
    </message>
</context>
<context>
    <name>CanvasTools</name>
    <message>
        <source>Draw layer</source>
        <translation>绘制层</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>CaptionPlate</name>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Right: {0}</source>
        <translation>正确答案：{0}</translation>
    </message>
</context>
<context>
    <name>ClassChips</name>
    <message>
        <source>Classes: {0}</source>
        <translation>类别：{0}</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation>添加层</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Cut edge</source>
        <translation>剪断连接</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Join edge</source>
        <translation>接回连接</translation>
    </message>
    <message>
        <source>Move layer left</source>
        <translation>层左移</translation>
    </message>
    <message>
        <source>Move layer right</source>
        <translation>层右移</translation>
    </message>
    <message>
        <source>New start</source>
        <translation>重新初始化</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Start value</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>Start value of the bias</source>
        <translation>偏置的初始值</translation>
    </message>
</context>
<context>
    <name>Confusion</name>
    <message>
        <source>columns: predicted</source>
        <translation>列：预测类别</translation>
    </message>
    <message>
        <source>rows: true</source>
        <translation>行：真实类别</translation>
    </message>
    <message>
        <source>{0} of class {1} taken for {2}</source>
        <translation>{0}&#x2009;个类别&#x2009;{1}&#x2009;的样本被预测为&#x2009;{2}</translation>
    </message>
</context>
<context>
    <name>CountHandle</name>
    <message>
        <source>Drag down for more neurons, up for fewer</source>
        <translation>向下拖动增加神经元，向上拖动减少</translation>
    </message>
    <message>
        <source>Number of neurons</source>
        <translation>神经元数</translation>
    </message>
</context>
<context>
    <name>CountRow</name>
    <message>
        <source>{0} w</source>
        <translation>{0}&#x2009;w</translation>
    </message>
    <message>
        <source>{0} weights from {1} to {2}</source>
        <translation>{1} → {2}：{0}&#x2009;个权重</translation>
    </message>
</context>
<context>
    <name>DataCard</name>
    <message>
        <source>Data: {0}</source>
        <translation>数据：{0}</translation>
    </message>
    <message>
        <source>Use an example</source>
        <translation>改用示例</translation>
    </message>
    <message>
        <source>batch {0}</source>
        <translation>批大小&#x2009;{0}</translation>
    </message>
    <message>
        <source>noise {0}%</source>
        <translation>噪声&#x2009;{0}%</translation>
    </message>
    <message>
        <source>one batch</source>
        <translation>整批</translation>
    </message>
    <message>
        <source>one input</source>
        <translation>1&#x2009;个输入</translation>
    </message>
    <message>
        <source>target {0} … {1}</source>
        <translation>目标&#x2009;{0} … {1}</translation>
    </message>
    <message>
        <source>{0} + {1} points</source>
        <translation>{0} + {1}&#x2009;点</translation>
    </message>
    <message>
        <source>{0} + {1} rows</source>
        <translation>{0} + {1}&#x2009;行</translation>
    </message>
    <message>
        <source>{0} inputs</source>
        <translation>{0}&#x2009;个输入</translation>
    </message>
    <message>
        <source>{0} of them drawn</source>
        <translation>画出其中&#x2009;{0}&#x2009;个</translation>
    </message>
    <message>
        <source>{0} points · none for test</source>
        <translation>{0}&#x2009;点 · 无测试点</translation>
    </message>
    <message>
        <source>{0} rows · none for test</source>
        <translation>{0}&#x2009;行 · 无测试行</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1}&#x2009;像素</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Decides the points and the split</source>
        <translation>决定有哪些点以及怎样划分</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>For training</source>
        <translation>训练占比</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>Kinds of data</source>
        <translation>数据种类</translation>
    </message>
    <message>
        <source>New points</source>
        <translation>重新取点</translation>
    </message>
    <message>
        <source>New rows</source>
        <translation>重新取行</translation>
    </message>
    <message>
        <source>New split</source>
        <translation>重新划分</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Of the inputs, fitted on the training rows</source>
        <translation>缩放输入，参数由训练行得出</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Predict a number</source>
        <translation>预测数值</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Seed of the data</source>
        <translation>数据的种子</translation>
    </message>
    <message>
        <source>The rest tests what was learned</source>
        <translation>其余的点用来测试学到了什么</translation>
    </message>
    <message>
        <source>What stands in for missing values, fitted on the training rows</source>
        <translation>缺失值用什么代替，由训练行得出</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>missing values</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>new points</source>
        <translation>重新取点</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>seed of the data</source>
        <translation>数据的种子</translation>
    </message>
    <message>
        <source>share for training</source>
        <translation>训练占比</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>About nndesk</source>
        <translation>关于 nndesk</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Export picture…</source>
        <translation>导出图片…</translation>
    </message>
    <message>
        <source>File not found: {0}</source>
        <translation>找不到文件：{0}</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>New</source>
        <extracomment>Makes an action of the window: its name, text, what it does, and its key.</extracomment>
        <translation>新建</translation>
    </message>
    <message>
        <source>Open example</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Summary…</source>
        <translation>摘要…</translation>
    </message>
    <message>
        <source>The picture cannot be written to {0}.</source>
        <translation>无法把图片写到&#x2009;{0}。</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Welcome page</source>
        <translation>欢迎页</translation>
    </message>
</context>
<context>
    <name>Dial</name>
    <message>
        <source>bias</source>
        <extracomment>(layer counted as in the experiment, input or None for the bias, unit). What weights and biases may be set to by hand.</extracomment>
        <translation>偏置</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>Divergence</name>
    <message>
        <source>By epoch {0} the train loss had grown from {1} to {2}, at a learning rate of {3}. A smaller one takes shorter steps.</source>
        <translation>到第&#x2009;{0}&#x2009;轮，训练损失已从&#x2009;{1}&#x2009;增长到&#x2009;{2}；学习率为&#x2009;{3}。更小的学习率会让每步更短。</translation>
    </message>
    <message>
        <source>From step {0} to step {1} the gradient grew {2} times as long, at a learning rate of {3}. A smaller one takes shorter steps.</source>
        <translation>从第&#x2009;{0}&#x2009;步到第&#x2009;{1}&#x2009;步，梯度变为原来的&#x2009;{2}&#x2009;倍；学习率为&#x2009;{3}。更小的学习率会让每步更短。</translation>
    </message>
    <message>
        <source>Start values that are nearer to 0 give outputs that are numbers.</source>
        <translation>更接近&#x2009;0&#x2009;的初始值会给出有限的输出。</translation>
    </message>
    <message>
        <source>Step {0} changed a weight by {1}, {2} times the largest weight before it, at a learning rate of {3}. A smaller one takes shorter steps.</source>
        <translation>第&#x2009;{0}&#x2009;步把一个权重改变了&#x2009;{1}，是此前最大权重的&#x2009;{2}&#x2009;倍；学习率为&#x2009;{3}。更小的学习率会让每步更短。</translation>
    </message>
    <message>
        <source>The learning rate was {0}. A smaller one takes shorter steps.</source>
        <translation>学习率为&#x2009;{0}。更小的学习率会让每步更短。</translation>
    </message>
    <message>
        <source>The loss left the number range in epoch {0}, batch {1} of {2}: {3}. The network stands at epoch {4}, the last good one.</source>
        <translation>损失在第&#x2009;{0}&#x2009;轮第&#x2009;{1}&#x2009;批（共&#x2009;{2}&#x2009;批）超出了数值范围：{3}。网络停在最后正常的第&#x2009;{4}&#x2009;轮。</translation>
    </message>
    <message>
        <source>The loss left the number range; the network stands at the last good epoch.</source>
        <translation>损失超出了数值范围；网络停在最后正常的一轮。</translation>
    </message>
    <message>
        <source>The loss of the start values is out of the number range: {0}.</source>
        <translation>初始值的损失超出了数值范围：{0}。</translation>
    </message>
    <message>
        <source>Training cannot start</source>
        <translation>训练无法开始</translation>
    </message>
    <message>
        <source>Training stopped</source>
        <translation>训练已停止</translation>
    </message>
    <message>
        <source>Training stopped: the steps are too long</source>
        <translation>训练已停止：步长过大</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>第&#x2009;{0}&#x2009;步</translation>
    </message>
    <message>
        <source>{0}, neuron {1}, gave the first output that is no number</source>
        <translation>{0}，神经元&#x2009;{1}&#x2009;最先给出非有限的输出</translation>
    </message>
    <message>
        <source>{0}, neuron {1}, gives an output that is too large for it</source>
        <translation>{0}，神经元&#x2009;{1}&#x2009;的输出过大</translation>
    </message>
    <message>
        <source>{0}, neuron {1}, had the first bias that is no number</source>
        <translation>{0}，神经元&#x2009;{1}&#x2009;最先出现非有限的偏置</translation>
    </message>
    <message>
        <source>{0}, neuron {1}, had the first weight that is no number</source>
        <translation>{0}，神经元&#x2009;{1}&#x2009;最先出现非有限的权重</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>One file can be opened at a time.</source>
        <translation>一次只能打开一个文件。</translation>
    </message>
    <message>
        <source>{0} cannot be opened: .nnd and .json files can.</source>
        <translation>无法打开&#x2009;{0}：只能打开&#x2009;.nnd&#x2009;和&#x2009;.json&#x2009;文件。</translation>
    </message>
</context>
<context>
    <name>EdgePanel</name>
    <message>
        <source>A cut edge carries nothing and does not learn</source>
        <translation>剪断的连接不传递信号，也不学习</translation>
    </message>
    <message>
        <source>Back to the start value that the seed draws</source>
        <translation>恢复为种子抽取的初始值</translation>
    </message>
    <message>
        <source>Back to {0}, where this run began</source>
        <translation>恢复为&#x2009;{0}，即这次训练开始时的值</translation>
    </message>
    <message>
        <source>Carries forward</source>
        <translation>向前传递</translation>
    </message>
    <message>
        <source>Cut edge</source>
        <translation>剪断连接</translation>
    </message>
    <message>
        <source>Double-click to type. Drag for small steps; hold Shift for ×10.</source>
        <translation>双击输入。拖动可微调；按住&#x2009;Shift&#x2009;为&#x2009;10&#x2009;倍。</translation>
    </message>
    <message>
        <source>For sample {0}</source>
        <translation>样本&#x2009;{0}</translation>
    </message>
    <message>
        <source>For test sample {0}</source>
        <translation>测试样本&#x2009;{0}</translation>
    </message>
    <message>
        <source>For this sample</source>
        <translation>当前样本</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How the loss of this sample changes with the weight</source>
        <translation>这个样本的损失随权重怎样变化</translation>
    </message>
    <message>
        <source>Join edge</source>
        <translation>接回连接</translation>
    </message>
    <message>
        <source>Next step of {0}</source>
        <translation>{0}&#x2009;的下一步</translation>
    </message>
    <message>
        <source>Start value</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>This edge is cut: it carries nothing and does not learn.</source>
        <translation>这条连接已剪断：不传递信号，也不学习。</translation>
    </message>
    <message>
        <source>Through training</source>
        <translation>训练过程</translation>
    </message>
    <message>
        <source>Training leaves a frozen weight alone</source>
        <translation>训练不会改变冻结的权重</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What the next batch does to this weight, not this sample alone</source>
        <translation>下一批（不只是这个样本）对这个权重的改变</translation>
    </message>
    <message>
        <source>cut weight</source>
        <translation>剪断权重</translation>
    </message>
    <message>
        <source>freeze weight</source>
        <translation>冻结权重</translation>
    </message>
    <message>
        <source>join weight</source>
        <translation>接回权重</translation>
    </message>
    <message>
        <source>start value</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>unfreeze weight</source>
        <translation>解冻权重</translation>
    </message>
    <message>
        <source>{0}: training leaves this weight alone.</source>
        <translation>{0}：训练不会改变这个权重。</translation>
    </message>
    <message>
        <source>{0}; nothing is learned from it</source>
        <translation>{0}；它不参与学习</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Select the layer that the neurons shall go to.</source>
        <translation>请先选择要放入这些神经元的层。</translation>
    </message>
    <message>
        <source>The clipboard holds no layer and no neurons.</source>
        <translation>剪贴板中没有层，也没有神经元。</translation>
    </message>
    <message>
        <source>The inputs follow from the data.</source>
        <translation>输入由数据决定。</translation>
    </message>
    <message>
        <source>The outputs follow from the data.</source>
        <translation>输出由数据决定。</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>add layer</source>
        <translation>添加层</translation>
    </message>
    <message>
        <source>cut weight</source>
        <translation>剪断权重</translation>
    </message>
    <message>
        <source>cut {0} weights</source>
        <translation>剪断&#x2009;{0}&#x2009;个权重</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>duplicate layer</source>
        <translation>复制层</translation>
    </message>
    <message>
        <source>duplicate neuron</source>
        <translation>创建神经元的副本</translation>
    </message>
    <message>
        <source>duplicate {0} layers</source>
        <translation>创建&#x2009;{0}&#x2009;个层的副本</translation>
    </message>
    <message>
        <source>duplicate {0} neurons</source>
        <translation>创建&#x2009;{0}&#x2009;个神经元的副本</translation>
    </message>
    <message>
        <source>freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>join weight</source>
        <translation>接回权重</translation>
    </message>
    <message>
        <source>join {0} weights</source>
        <translation>接回&#x2009;{0}&#x2009;个权重</translation>
    </message>
    <message>
        <source>move layer</source>
        <translation>移动层</translation>
    </message>
    <message>
        <source>new start</source>
        <translation>重新初始化</translation>
    </message>
    <message>
        <source>paste layer</source>
        <translation>粘贴层</translation>
    </message>
    <message>
        <source>paste neuron</source>
        <translation>粘贴神经元</translation>
    </message>
    <message>
        <source>paste {0} layers</source>
        <translation>粘贴&#x2009;{0}&#x2009;个层</translation>
    </message>
    <message>
        <source>paste {0} neurons</source>
        <translation>粘贴&#x2009;{0}&#x2009;个神经元</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>remove layer</source>
        <translation>删除层</translation>
    </message>
    <message>
        <source>remove neuron</source>
        <translation>删除神经元</translation>
    </message>
    <message>
        <source>remove {0} layers</source>
        <translation>删除&#x2009;{0}&#x2009;个层</translation>
    </message>
    <message>
        <source>remove {0} neurons</source>
        <translation>删除&#x2009;{0}&#x2009;个神经元</translation>
    </message>
    <message>
        <source>start value</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>unfreeze</source>
        <translation>取消冻结</translation>
    </message>
</context>
<context>
    <name>ErrorCard</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>This cannot be trained</source>
        <translation>无法训练</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>ExperimentPanel</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Loss card</source>
        <translation>损失卡片</translation>
    </message>
    <message>
        <source>Picture of</source>
        <translation>图片内容</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Transparent background</source>
        <translation>透明背景</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>lines and letters, {0} × {1}</source>
        <translation>矢量线条和文字，{0} × {1}</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1}&#x2009;像素</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>A neuron of the brain: {0}</source>
        <extracomment>From their tips to the cell body.</extracomment>
        <translation>大脑中的神经元：{0}</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>axon</source>
        <translation>轴突</translation>
    </message>
    <message>
        <source>cell body</source>
        <translation>胞体</translation>
    </message>
    <message>
        <source>dendrite</source>
        <translation>树突</translation>
    </message>
    <message>
        <source>firing rate</source>
        <translation>放电频率</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>synapse</source>
        <translation>突触</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>A .json cannot hold weights kept when the shape changed; a .nnd can.</source>
        <translation>改变形状时保留的权重无法存入&#x2009;.json；.nnd 可以。</translation>
    </message>
    <message>
        <source>Experiments ({0})</source>
        <translation>实验文件&#x2009;({0})</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>The film</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>FitLegend</name>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>true curve</source>
        <translation>真实曲线</translation>
    </message>
</context>
<context>
    <name>GlossarySheet</name>
    <message>
        <source>A ReLU neuron whose output is 0 for every sample: it learns nothing more.</source>
        <translation>对每个样本输出都为零的 ReLU 神经元：它不再学习。</translation>
    </message>
    <message>
        <source>A neuron at the flat end of its activation: its gradient is almost 0.</source>
        <translation>神经元处在激活函数平坦的一端：梯度几乎为零。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Backpropagation</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Dead</source>
        <translation>失活</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Forward pass</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>From a sample&apos;s inputs through all layers to the output.</source>
        <translation>从一个样本的输入出发，经过所有的层，得到输出。</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How long a step is. Too long, and the loss grows; too short, and it hardly falls.</source>
        <translation>一步走多远。太大，损失会上升；太小，损失几乎不降。</translation>
    </message>
    <message>
        <source>How many samples of each class were taken for which class.</source>
        <translation>每一类的样本各有多少被判成了哪一类。</translation>
    </message>
    <message>
        <source>How much one neuron&apos;s output counts in the next: W in z = Wx + b.</source>
        <translation>一个神经元的输出对下一个神经元有多大作用：z = Wx + b 中的 W。</translation>
    </message>
    <message>
        <source>How the loss changes with each weight and bias: ∂L/∂w.</source>
        <translation>损失随每个权重和偏置的变化率：∂L/∂w。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Makes outputs into probabilities that add up to 1.</source>
        <translation>把输出变成总和为一的概率。</translation>
    </message>
    <message>
        <source>Multiplies each input by a weight, adds a bias, and applies an activation.</source>
        <translation>把每个输入乘以权重，加上偏置，再经过激活函数。</translation>
    </message>
    <message>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Neurons with the same inputs. Hidden layers lie between input and output.</source>
        <translation>输入相同的一组神经元。隐藏层位于输入和输出之间。</translation>
    </message>
    <message>
        <source>Once through all training samples.</source>
        <translation>把全部训练样本用过一遍。</translation>
    </message>
    <message>
        <source>One number for how wrong the outputs are. Training makes it smaller.</source>
        <translation>用一个数表示输出错得有多厉害。训练使它变小。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>Random weights to begin with, as large as the layer&apos;s inputs and outputs ask for.</source>
        <translation>开始时的随机权重，大小由该层的输入和输出个数决定。</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>正则化</translation>
    </message>
    <message>
        <source>Samples that are never trained on. They show what is learned, not remembered.</source>
        <translation>从不用来训练的样本。它们显示学会了什么，而不是记住了什么。</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>Start values</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>Test data</source>
        <translation>测试数据</translation>
    </message>
    <message>
        <source>The chain rule from the loss back through the layers: all gradients in one pass.</source>
        <translation>从损失出发，用链式法则逐层往回求导：一遍得到全部梯度。</translation>
    </message>
    <message>
        <source>The function that makes a neuron&apos;s output of its sum: a = g(z). It bends.</source>
        <translation>由加权和得到神经元输出的函数：a = g(z)。它不是直线。</translation>
    </message>
    <message>
        <source>The rule that makes a step of a gradient, such as SGD or Adam.</source>
        <translation>由梯度决定怎样走一步的规则，例如 SGD 或 Adam。</translation>
    </message>
    <message>
        <source>The samples whose gradients are averaged for one step.</source>
        <translation>走一步时，对其梯度取平均的那些样本。</translation>
    </message>
    <message>
        <source>The training loss falls on while the test loss rises.</source>
        <translation>训练损失还在下降，测试损失却在上升。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What a neuron adds whatever its inputs are: b in z = Wx + b.</source>
        <translation>无论输入是什么都会加上的数：z = Wx + b 中的 b。</translation>
    </message>
    <message>
        <source>What keeps a network simple: L1 and L2 pull weights towards 0, dropout silences neurons.</source>
        <translation>让网络保持简单的办法：L1&#x2009;和 L2&#x2009;把权重拉向零，随机失活让一部分神经元暂时不工作。</translation>
    </message>
</context>
<context>
    <name>HardestList</name>
    <message>
        <source>Hardest samples</source>
        <translation>最难的样本</translation>
    </message>
</context>
<context>
    <name>HealthPanel</name>
    <message>
        <source>% of samples</source>
        <translation>占样本的&#x2009;%</translation>
    </message>
    <message>
        <source>A ReLU unit is dead when it outputs 0 for every training sample.</source>
        <translation>ReLU&#x2009;神经元对所有训练样本都输出&#x2009;0&#x2009;时即为失活。</translation>
    </message>
    <message>
        <source>A unit is dead when its slope is next to 0 for every training sample.</source>
        <translation>神经元对所有训练样本的斜率都接近&#x2009;0&#x2009;时即为失活。</translation>
    </message>
    <message>
        <source>Above it: {0}.</source>
        <translation>偏高：{0}。</translation>
    </message>
    <message>
        <source>Below it: {0}.</source>
        <translation>偏低：{0}。</translation>
    </message>
    <message>
        <source>Dead units</source>
        <translation>失活的神经元</translation>
    </message>
    <message>
        <source>Gradient flow</source>
        <translation>梯度流动</translation>
    </message>
    <message>
        <source>Gradient flow (mean |∂L/∂w|)</source>
        <translation>梯度流动（平均&#x2009;|∂L/∂w|）</translation>
    </message>
    <message>
        <source>Health</source>
        <extracomment>What updates divided by weights are where training goes well.</extracomment>
        <translation>健康</translation>
    </message>
    <message>
        <source>Healthy range: about {0} to {1}.</source>
        <translation>正常范围：约&#x2009;{0}&#x2009;到&#x2009;{1}。</translation>
    </message>
    <message>
        <source>Hidden 1–{0}</source>
        <translation>隐藏层&#x2009;1–{0}</translation>
    </message>
    <message>
        <source>Judged by {0} of {1} training samples.</source>
        <translation>依据&#x2009;{1}&#x2009;个训练样本中的&#x2009;{0}&#x2009;个判断。</translation>
    </message>
    <message>
        <source>No hidden layer has an activation with bounds at both ends.</source>
        <translation>没有隐藏层使用两端有界的激活函数。</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>Saturated outputs</source>
        <translation>饱和的输出</translation>
    </message>
    <message>
        <source>Saturated outputs ({0})</source>
        <translation>饱和的输出（{0}）</translation>
    </message>
    <message>
        <source>Update size ÷ weight size</source>
        <translation>更新量 ÷ 权重大小</translation>
    </message>
    <message>
        <source>a &lt; {0} or &gt; {1}</source>
        <translation>a &lt; {0}&#x2009;或 &gt; {1}</translation>
    </message>
    <message>
        <source>of the next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>{0}: 1 of {2} (neuron {3}).</source>
        <translation>{0}：{2}&#x2009;个中有&#x2009;1&#x2009;个（神经元&#x2009;{3}）。</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} (neurons {3}).</source>
        <translation>{0}：{2}&#x2009;个中有&#x2009;{1}&#x2009;个（神经元&#x2009;{3}）。</translation>
    </message>
    <message>
        <source>{0}: {1}, {2}: {3}</source>
        <translation>{0}：{1}；{2}：{3}</translation>
    </message>
</context>
<context>
    <name>Hint</name>
    <message>
        <source>Draw a vertical stroke where the layer should be.</source>
        <translation>在要放置层的位置画一条竖线。</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>HintCard</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>From epoch {0} on it overfits: the test loss rises while the train loss falls.</source>
        <translation>从第&#x2009;{0}&#x2009;轮起网络过拟合：测试损失上升而训练损失下降。</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>Stop when</source>
        <translation>停止条件</translation>
    </message>
    <message>
        <source>The learning rate is 0, so training changes nothing.</source>
        <translation>学习率为&#x2009;0，训练不会改变任何数值。</translation>
    </message>
    <message>
        <source>The schedule has brought the learning rate to 0: nothing changes any more.</source>
        <translation>学习率计划已把学习率降到&#x2009;0：不再有任何变化。</translation>
    </message>
    <message>
        <source>These targets are drawn by chance: there is nothing to learn but the rows by heart.</source>
        <translation>这些目标是随机抽取的：除了死记各行数据，没有什么可学。</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} neurons are dead. They pass no error on and learn nothing.</source>
        <translation>{0}：{2}&#x2009;个神经元中有&#x2009;{1}&#x2009;个已失活，它们不传递误差，也学不到东西。</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>{0} below 0, {1} not, up to ±{2}</source>
        <translation>{0}&#x2009;个小于&#x2009;0，{1}&#x2009;个不小于&#x2009;0，范围&#x2009;±{2}</translation>
    </message>
</context>
<context>
    <name>IncomingTable</name>
    <message>
        <source>from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>来自&#x2009;{0}</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Close the panel</source>
        <translation>收起面板</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查面板</translation>
    </message>
    <message>
        <source>Open the panel</source>
        <translation>展开面板</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>On a canvas that was reached with Tab or F6, arrows walk through the network, Enter selects, Shift+Enter adds; W goes from a neuron to the weights that come into it, Up and Down go through them, Left and Right to their ends; Esc and a click give the arrows back to the steps of training.</source>
        <translation>用&#x2009;Tab&#x2009;或&#x2009;F6&#x2009;进入画布后，方向键在网络中移动，Enter&#x2009;选择，Shift+Enter&#x2009;添加到选择；W&#x2009;从神经元转到进入它的各个权重，上下键逐个移动，左右键到其两端；按&#x2009;Esc&#x2009;或点击后，方向键恢复为训练步进。</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>画布上</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>What names of files have nowhere, or not on every system.</extracomment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>Layer</name>
    <message>
        <source>Hidden {0}</source>
        <translation>隐藏层&#x2009;{0}</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出层</translation>
    </message>
</context>
<context>
    <name>LayerDrawing</name>
    <message>
        <source>1 neuron · {0}</source>
        <translation>1&#x2009;个神经元 · {0}</translation>
    </message>
    <message>
        <source>Draw it between two layers</source>
        <translation>请画在两层之间</translation>
    </message>
    <message>
        <source>add neuron</source>
        <translation>添加神经元</translation>
    </message>
    <message>
        <source>add neurons</source>
        <translation>添加多个神经元</translation>
    </message>
    <message>
        <source>draw layer</source>
        <translation>绘制层</translation>
    </message>
    <message>
        <source>longer = more</source>
        <translation>越长越多</translation>
    </message>
    <message>
        <source>neurons</source>
        <translation>神经元数</translation>
    </message>
    <message>
        <source>remove neuron</source>
        <translation>删除神经元</translation>
    </message>
    <message>
        <source>remove neurons</source>
        <translation>删除多个神经元</translation>
    </message>
    <message>
        <source>{1} neurons · {0}</source>
        <translation>{1}&#x2009;个神经元 · {0}</translation>
    </message>
</context>
<context>
    <name>LayerHeader</name>
    <message>
        <source>Add a neuron to {0}</source>
        <translation>{0}：添加一个神经元</translation>
    </message>
    <message>
        <source>Remove a neuron from {0}</source>
        <translation>{0}：删除一个神经元</translation>
    </message>
    <message>
        <source>{0}
Shift: {1} at once</source>
        <translation>{0}
按住&#x2009;Shift：一次&#x2009;{1}&#x2009;个</translation>
    </message>
    <message>
        <source>{0}, 1 input</source>
        <translation>{0}，1&#x2009;个输入</translation>
    </message>
    <message>
        <source>{0}, 1 neuron</source>
        <translation>{0}，1&#x2009;个神经元</translation>
    </message>
    <message>
        <source>{0}, {1} inputs</source>
        <translation>{0}，{1}&#x2009;个输入</translation>
    </message>
    <message>
        <source>{0}, {1} neurons</source>
        <translation>{0}，{1}&#x2009;个神经元</translation>
    </message>
</context>
<context>
    <name>LayerPanel</name>
    <message>
        <source>A layer has at most {0} neurons</source>
        <translation>一层最多有&#x2009;{0}&#x2009;个神经元</translation>
    </message>
    <message>
        <source>A layer keeps at least one neuron</source>
        <translation>一层至少保留一个神经元</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation>添加层</translation>
    </message>
    <message>
        <source>Add neuron</source>
        <translation>添加神经元</translation>
    </message>
    <message>
        <source>Adds L1·Σ|w| to the loss: weights go to 0</source>
        <translation>在损失中加上&#x2009;L1·Σ|w|：权重趋于&#x2009;0</translation>
    </message>
    <message>
        <source>Adds L2·Σw² to the loss: weights stay small</source>
        <translation>在损失中加上&#x2009;L2·Σw²：权重保持较小</translation>
    </message>
    <message>
        <source>Biases</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Biases’ value</source>
        <translation>偏置的数值</translation>
    </message>
    <message>
        <source>Depth α</source>
        <translation>深度&#x2009;α</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Freeze layer</source>
        <translation>冻结层</translation>
    </message>
    <message>
        <source>How much of a negative sum comes through</source>
        <translation>负的加权和有多少能通过</translation>
    </message>
    <message>
        <source>How the start values of this layer are drawn</source>
        <translation>这一层的初始值如何抽取</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Learn on</source>
        <translation>继续学习</translation>
    </message>
    <message>
        <source>Limit ±</source>
        <translation>界限&#x2009;±</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>New start</source>
        <translation>重新初始化</translation>
    </message>
    <message>
        <source>Other start values of this layer, from a seed of its own</source>
        <translation>用这一层自己的种子重新抽取初始值</translation>
    </message>
    <message>
        <source>Regularisation</source>
        <translation>正则化</translation>
    </message>
    <message>
        <source>Remove layer</source>
        <translation>删除层</translation>
    </message>
    <message>
        <source>Remove neuron</source>
        <translation>删除神经元</translation>
    </message>
    <message>
        <source>Remove this layer</source>
        <translation>删除这一层</translation>
    </message>
    <message>
        <source>Slope below 0</source>
        <translation>负半轴斜率</translation>
    </message>
    <message>
        <source>Softmax needs classes; these data have a number to predict</source>
        <translation>Softmax&#x2009;需要类别，而这些数据要预测的是数值</translation>
    </message>
    <message>
        <source>Softmax: output layer only</source>
        <translation>Softmax：仅用于输出层</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Start values</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>Stay 0</source>
        <translation>保持为&#x2009;0</translation>
    </message>
    <message>
        <source>The number of outputs follows from the data</source>
        <translation>输出的个数由数据决定</translation>
    </message>
    <message>
        <source>The output layer has no dropout</source>
        <translation>输出层没有随机失活</translation>
    </message>
    <message>
        <source>The output layer stays</source>
        <translation>输出层不能删除</translation>
    </message>
    <message>
        <source>The output of a very negative sum is −α</source>
        <translation>加权和很小时，输出趋于&#x2009;−α</translation>
    </message>
    <message>
        <source>The share of outputs that every training step leaves out</source>
        <translation>每个训练步中丢弃的输出所占比例</translation>
    </message>
    <message>
        <source>Training leaves a frozen layer alone</source>
        <translation>训练不会改变冻结的层</translation>
    </message>
    <message>
        <source>Unfreeze layer</source>
        <translation>解冻层</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights at 0</source>
        <translation>为&#x2009;0&#x2009;的权重</translation>
    </message>
    <message>
        <source>Weights now</source>
        <translation>当前权重</translation>
    </message>
    <message>
        <source>Weights’ value</source>
        <translation>权重的数值</translation>
    </message>
    <message>
        <source>What a neuron makes of its weighted sum</source>
        <translation>神经元如何变换它的加权和</translation>
    </message>
    <message>
        <source>Whether a weight that L1 drove through 0 may leave it, as in Playground</source>
        <translation>被&#x2009;L1&#x2009;压过&#x2009;0&#x2009;的权重是否还能离开&#x2009;0，如&#x2009;Playground</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>add layer</source>
        <translation>添加层</translation>
    </message>
    <message>
        <source>add neuron</source>
        <translation>添加神经元</translation>
    </message>
    <message>
        <source>depth α</source>
        <translation>深度&#x2009;α</translation>
    </message>
    <message>
        <source>dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>freeze layer</source>
        <translation>冻结层</translation>
    </message>
    <message>
        <source>neurons</source>
        <translation>神经元数</translation>
    </message>
    <message>
        <source>new start of a layer</source>
        <translation>重新初始化层</translation>
    </message>
    <message>
        <source>remove layer</source>
        <translation>删除层</translation>
    </message>
    <message>
        <source>remove neuron</source>
        <translation>删除神经元</translation>
    </message>
    <message>
        <source>slope below 0</source>
        <translation>负半轴斜率</translation>
    </message>
    <message>
        <source>softmax: output layer only</source>
        <translation>Softmax：仅用于输出层</translation>
    </message>
    <message>
        <source>start value</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>start values</source>
        <translation>初始化方式</translation>
    </message>
    <message>
        <source>unfreeze layer</source>
        <translation>解冻层</translation>
    </message>
    <message>
        <source>weights at 0</source>
        <translation>为&#x2009;0&#x2009;的权重</translation>
    </message>
    <message>
        <source>{0} → {1} · {2} parameters, {3} of them a bias</source>
        <translation>{0} → {1} · {2}&#x2009;个参数，其中&#x2009;{3}&#x2009;个偏置</translation>
    </message>
    <message>
        <source>{0} → {1} · {2} parameters, {3} of them biases</source>
        <translation>{0} → {1} · {2}&#x2009;个参数，其中&#x2009;{3}&#x2009;个偏置</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>0: dead</source>
        <translation>0：失活</translation>
    </message>
    <message>
        <source>Colours from −1 to +1, weights above and below 0</source>
        <translation>颜色从&#x2009;−1&#x2009;到&#x2009;+1，权重大于或小于&#x2009;0</translation>
    </message>
    <message>
        <source>Hatched: saturated for more than {0} of the rows</source>
        <translation>斜线：在超过&#x2009;{0}&#x2009;的样本上饱和</translation>
    </message>
    <message>
        <source>Neurons by |δ|, up to {0}</source>
        <translation>神经元按&#x2009;|δ|，最大&#x2009;{0}</translation>
    </message>
    <message>
        <source>Saturated: the output is within 1.5 % of an end of its range.
Dead: no row has an error that gets through the neuron.
Both are judged by training rows; grey edges are the weights.</source>
        <translation>饱和：输出距取值范围的某一端不到&#x2009;1.5%。
失活：没有任何样本的误差能通过该神经元。
两者均按训练样本判断；灰色连线是权重。</translation>
    </message>
    <message>
        <source>The gradient of what training minimises, penalty included, dropout left out.
|δ| is the mean of |∂L/∂z| over the rows; inputs have none.
Full colour and full width stand for the 95th percentile.</source>
        <translation>训练所最小化的目标的梯度，含正则项，不含随机失活。
|δ|&#x2009;是&#x2009;|∂L/∂z|&#x2009;在各样本上的平均值；输入没有&#x2009;δ。
最深的颜色和最粗的连线表示第&#x2009;95&#x2009;百分位。</translation>
    </message>
    <message>
        <source>bars: mean |∂L/∂w| of a layer, up to {0}</source>
        <translation>横条：每层&#x2009;|∂L/∂w|&#x2009;的平均值，最大&#x2009;{0}</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>失活</translation>
    </message>
    <message>
        <source>edges by |∂L/∂w|, up to {0}</source>
        <translation>连线按&#x2009;|∂L/∂w|，最大&#x2009;{0}</translation>
    </message>
    <message>
        <source>mean |∂L/∂w|</source>
        <translation>平均&#x2009;|∂L/∂w|</translation>
    </message>
    <message>
        <source>saturated &gt; {0}</source>
        <translation>饱和 &gt; {0}</translation>
    </message>
    <message>
        <source>strongest {0} of {1} w</source>
        <translation>只画最强的&#x2009;{0}&#x2009;个权重，共&#x2009;{1}&#x2009;个</translation>
    </message>
    <message>
        <source>{0} training rows</source>
        <translation>{0}&#x2009;个训练样本</translation>
    </message>
</context>
<context>
    <name>LensBar</name>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>透镜</translation>
    </message>
    <message>
        <source>Neurons by their outputs, edges by their weights ({0})</source>
        <translation>神经元按输出着色，连线表示权重（{0}）</translation>
    </message>
    <message>
        <source>Neurons by |δ|, edges by |∂L/∂w|: where the error flows back ({0})</source>
        <translation>神经元按&#x2009;|δ|、连线按&#x2009;|∂L/∂w|：误差如何反传（{0}）</translation>
    </message>
    <message>
        <source>Neurons that are saturated or dead, and layers that get little gradient ({0})</source>
        <translation>饱和或失活的神经元，以及梯度很小的层（{0}）</translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message>
        <source>lesson</source>
        <translation>课程</translation>
    </message>
</context>
<context>
    <name>LessonCard</name>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Leave the lesson</source>
        <translation>退出课程</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>揭晓答案</translation>
    </message>
    <message>
        <source>step {0} of {1}</source>
        <translation>第&#x2009;{0}&#x2009;步，共&#x2009;{1}&#x2009;步</translation>
    </message>
</context>
<context>
    <name>LossCard</name>
    <message>
        <source>Loss: {0}</source>
        <translation>损失：{0}</translation>
    </message>
    <message>
        <source>R² on test</source>
        <translation>测试&#x2009;R²</translation>
    </message>
    <message>
        <source>R² on train</source>
        <translation>训练&#x2009;R²</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>no target is exactly 0 or 1</source>
        <translation>没有恰为&#x2009;0&#x2009;或&#x2009;1&#x2009;的目标</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>train accuracy</source>
        <translation>训练准确率</translation>
    </message>
</context>
<context>
    <name>LossPanel</name>
    <message>
        <source>1 {0} output</source>
        <translation>1&#x2009;个&#x2009;{0}&#x2009;输出</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Balanced: rows of rare classes count more</source>
        <translation>均衡：少见类别的样本权重更大</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>相等</translation>
    </message>
    <message>
        <source>Fits: {0}.</source>
        <translation>适合当前的&#x2009;{0}。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Hardest samples</source>
        <translation>最难的样本</translation>
    </message>
    <message>
        <source>How far training moves targets from 0 and 1</source>
        <translation>训练时目标值偏离&#x2009;0&#x2009;和&#x2009;1&#x2009;的程度</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Larger errors count linearly, no longer squared</source>
        <translation>更大的误差按线性计算，不再平方</translation>
    </message>
    <message>
        <source>Limit δ</source>
        <translation>界限&#x2009;δ</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Outputs: {0}.</source>
        <translation>当前为&#x2009;{0}。</translation>
    </message>
    <message>
        <source>a number to predict</source>
        <translation>预测数值</translation>
    </message>
    <message>
        <source>class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>click to show</source>
        <translation>点击查看</translation>
    </message>
    <message>
        <source>label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>limit δ</source>
        <translation>界限&#x2009;δ</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>outputs other than {0}</source>
        <translation>{0}&#x2009;以外的输出</translation>
    </message>
    <message>
        <source>{0} and {1} need {2}.</source>
        <translation>{0}和{1}要求：{2}。</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0}&#x2009;个类别</translation>
    </message>
    <message>
        <source>{0} needs {1}.</source>
        <translation>{0}要求：{1}。</translation>
    </message>
    <message>
        <source>{0} or {1} outputs</source>
        <translation>{0}&#x2009;或&#x2009;{1}&#x2009;输出</translation>
    </message>
    <message>
        <source>{0} outputs</source>
        <translation>{0}&#x2009;输出</translation>
    </message>
    <message>
        <source>{0} predicted, {1} target; summed over the classes, then the mean over the rows</source>
        <translation>{0}&#x2009;为预测值，{1}&#x2009;为目标值；先对类别求和，再对样本取平均</translation>
    </message>
    <message>
        <source>{0} predicted, {1} target; the mean over rows and outputs</source>
        <translation>{0}&#x2009;为预测值，{1}&#x2009;为目标值；对样本和输出取平均</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>{0} {1} outputs</source>
        <translation>{0}&#x2009;个&#x2009;{1}&#x2009;输出</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Loss of every epoch</source>
        <translation>每轮的损失</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation>重做：{0}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo {0}</source>
        <translation>撤销：{0}</translation>
    </message>
    <message>
        <source>{0}[*] – nndesk</source>
        <translation>{0}[*] – nndesk</translation>
    </message>
    <message>
        <source>· edited</source>
        <translation>· 已修改</translation>
    </message>
</context>
<context>
    <name>MatrixPanel</name>
    <message>
        <source>A row for each neuron, a column for each of its inputs; the last is the bias</source>
        <translation>每行一个神经元，每列它的一个输入；最后一列是偏置</translation>
    </message>
    <message>
        <source>All numbers, for a spreadsheet (Ctrl+C)</source>
        <translation>全部数值，可粘贴到电子表格（Ctrl+C）</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Scale of the colours</source>
        <translation>颜色的刻度</translation>
    </message>
    <message>
        <source>Weight matrix</source>
        <translation>权重矩阵</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{0} · bias</source>
        <translation>{0} · 偏置</translation>
    </message>
    <message>
        <source>{0} · frozen</source>
        <translation>{0} · 已冻结</translation>
    </message>
    <message>
        <source>{0} × {1} and biases</source>
        <translation>{0}&#x2009;×&#x2009;{1}&#x2009;和偏置</translation>
    </message>
    <message>
        <source>{0} › {1}</source>
        <translation>{0}&#x2009;›&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0}&#x2009;→&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0}. Squares are frozen, lines are cut</source>
        <translation>{0}。方块为已冻结，斜线为已剪断</translation>
    </message>
    <message>
        <source>{0}: cut</source>
        <translation>{0}：已剪断</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>MatrixView</name>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
</context>
<context>
    <name>NeuronPanel</name>
    <message>
        <source>A layer keeps at least one neuron</source>
        <translation>一层至少保留一个神经元</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Delete this neuron</source>
        <translation>删除这个神经元</translation>
    </message>
    <message>
        <source>Freeze neuron</source>
        <translation>冻结神经元</translation>
    </message>
    <message>
        <source>Freeze the bias</source>
        <translation>冻结偏置</translation>
    </message>
    <message>
        <source>Incoming weights</source>
        <translation>输入权重</translation>
    </message>
    <message>
        <source>Incoming weights as an image</source>
        <translation>输入权重的图像</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Output of the neuron</source>
        <translation>该神经元的输出</translation>
    </message>
    <message>
        <source>Output over the input plane</source>
        <translation>输入平面上的输出</translation>
    </message>
    <message>
        <source>Output over {0}</source>
        <translation>输出随&#x2009;{0}&#x2009;的变化</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Outputs for {0} of {1} training points</source>
        <translation>{1}&#x2009;个训练点中&#x2009;{0}&#x2009;个的输出</translation>
    </message>
    <message>
        <source>Outputs for {0} training points</source>
        <translation>{0}&#x2009;个训练点的输出</translation>
    </message>
    <message>
        <source>The number of outputs follows from the data</source>
        <translation>输出的个数由数据决定</translation>
    </message>
    <message>
        <source>Training leaves a frozen neuron’s weights and bias alone</source>
        <translation>训练不会改变冻结神经元的权重和偏置</translation>
    </message>
    <message>
        <source>Unfreeze neuron</source>
        <translation>解冻神经元</translation>
    </message>
    <message>
        <source>Unfreeze the bias</source>
        <translation>解冻偏置</translation>
    </message>
    <message>
        <source>freeze bias</source>
        <translation>冻结偏置</translation>
    </message>
    <message>
        <source>freeze neuron</source>
        <translation>冻结神经元</translation>
    </message>
    <message>
        <source>freeze weight</source>
        <translation>冻结权重</translation>
    </message>
    <message>
        <source>mean {0}</source>
        <translation>均值&#x2009;{0}</translation>
    </message>
    <message>
        <source>mean {0} · saturated {1}</source>
        <translation>均值&#x2009;{0} · 饱和&#x2009;{1}</translation>
    </message>
    <message>
        <source>mean {0} · silent {1}</source>
        <translation>均值&#x2009;{0} · 静默&#x2009;{1}</translation>
    </message>
    <message>
        <source>remove neuron</source>
        <translation>删除神经元</translation>
    </message>
    <message>
        <source>unfreeze bias</source>
        <translation>解冻偏置</translation>
    </message>
    <message>
        <source>unfreeze neuron</source>
        <translation>解冻神经元</translation>
    </message>
    <message>
        <source>unfreeze weight</source>
        <translation>解冻权重</translation>
    </message>
    <message>
        <source>{0} › {1}</source>
        <translation>{0}&#x2009;›&#x2009;{1}</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>“{0}”: type a number</source>
        <translation>“{0}”：请输入一个数</translation>
    </message>
    <message>
        <source>“{0}”: type a number from {1} to {2}</source>
        <translation>“{0}”：请输入&#x2009;{1}&#x2009;到&#x2009;{2}&#x2009;的数</translation>
    </message>
    <message>
        <source>“{0}”: type a number, {1} or more</source>
        <translation>“{0}”：请输入不小于&#x2009;{1}&#x2009;的数</translation>
    </message>
    <message>
        <source>“{0}”: type a whole number from {1} to {2}</source>
        <translation>“{0}”：请输入&#x2009;{1}&#x2009;到&#x2009;{2}&#x2009;的整数</translation>
    </message>
    <message>
        <source>“{0}”: type a whole number, {1} or more</source>
        <translation>“{0}”：请输入不小于&#x2009;{1}&#x2009;的整数</translation>
    </message>
</context>
<context>
    <name>OutputView</name>
    <message>
        <source>Outputs of the network</source>
        <translation>网络的输出</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>ParameterPanel</name>
    <message>
        <source>The whole layer is frozen</source>
        <translation>整层已冻结</translation>
    </message>
    <message>
        <source>The whole neuron is frozen</source>
        <translation>整个神经元已冻结</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>PictureMenu</name>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>H{0} · {1}</source>
        <translation>隐&#x2009;{0} · {1}</translation>
    </message>
    <message>
        <source>Input {0}</source>
        <translation>输入&#x2009;{0}</translation>
    </message>
    <message>
        <source>Neuron {0}</source>
        <translation>神经元&#x2009;{0}</translation>
    </message>
    <message>
        <source>Out · {0}</source>
        <translation>输出 · {0}</translation>
    </message>
    <message>
        <source>pixel {0},{1}</source>
        <translation>像素&#x2009;{0},{1}</translation>
    </message>
    <message>
        <source>{0} · neuron {1}</source>
        <translation>{0} · 神经元&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0}&#x2009;→&#x2009;{1}</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>cut</source>
        <translation>已剪断</translation>
    </message>
    <message>
        <source>neuron {0}</source>
        <translation>神经元&#x2009;{0}</translation>
    </message>
</context>
<context>
    <name>PresentView</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>PresentWindow</name>
    <message>
        <source>nndesk – Present</source>
        <translation>nndesk – 演示</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>The printer cannot be reached.</source>
        <translation>无法连接打印机。</translation>
    </message>
</context>
<context>
    <name>ProbeStrip</name>
    <message>
        <source>Go through the wrong ones alone</source>
        <translation>只看预测错误的样本</translation>
    </message>
    <message>
        <source>Next sample</source>
        <translation>下一个样本</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>上一个样本</translation>
    </message>
    <message>
        <source>Sample in view</source>
        <translation>当前样本</translation>
    </message>
    <message>
        <source>Show no sample</source>
        <translation>不显示样本</translation>
    </message>
    <message>
        <source>wrong: {0} of {1}</source>
        <translation>错误：{0}&#x2009;/&#x2009;{1}</translation>
    </message>
</context>
<context>
    <name>RateCurve</name>
    <message>
        <source>Learning rate of every epoch</source>
        <translation>每一轮的学习率</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Dash negative weights</source>
        <translation>负权重用虚线</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Write the bias of every neuron beside it, where there is room ({0})</source>
        <translation>在放得下的地方，于每个神经元旁写出其偏置（{0}）</translation>
    </message>
</context>
<context>
    <name>RecordChip</name>
    <message>
        <source>PAUSED {0}</source>
        <translation>暂停&#x2009;{0}</translation>
    </message>
    <message>
        <source>REC {0}</source>
        <translation>录制&#x2009;{0}</translation>
    </message>
    <message>
        <source>not in the video</source>
        <translation>不进入视频</translation>
    </message>
</context>
<context>
    <name>RecordCommands</name>
    <message>
        <source>Canvas only</source>
        <translation>仅画布</translation>
    </message>
    <message>
        <source>Choices for recording</source>
        <translation>录制选项</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>继续录制</translation>
    </message>
    <message>
        <source>Pause recording</source>
        <translation>暂停录制</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Record the microphone</source>
        <translation>录制麦克风</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Recording ended</source>
        <translation>录制已结束</translation>
    </message>
    <message>
        <source>Recording options</source>
        <extracomment>For the app bar, from the right. For the menu Teach.</extracomment>
        <translation>录制选项</translation>
    </message>
    <message>
        <source>Recording paused</source>
        <translation>录制已暂停</translation>
    </message>
    <message>
        <source>Show pressed keys</source>
        <translation>显示按键</translation>
    </message>
    <message>
        <source>Show the pointer</source>
        <translation>显示指针</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Whole window</source>
        <translation>整个窗口</translation>
    </message>
    <message>
        <source>{0} frames a second</source>
        <translation>每秒&#x2009;{0}&#x2009;帧</translation>
    </message>
</context>
<context>
    <name>RecordSheet</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>已录制</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>There is a {0} already.</source>
        <translation>已有&#x2009;{0}。</translation>
    </message>
    <message>
        <source>This cannot be the name of a file.</source>
        <translation>这不能作为文件名。</translation>
    </message>
    <message>
        <source>{0} frames were left out, the ones before them stayed</source>
        <translation>有&#x2009;{0}&#x2009;帧被略去，由前一帧代替</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>The microphone cannot be used: this film has no sound.</source>
        <extracomment>What is filmed: a window, and the part of it, in its points.</extracomment>
        <translation>麦克风无法使用：此视频没有声音。</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>32 levels are the most</source>
        <translation>最多&#x2009;32&#x2009;层嵌套</translation>
    </message>
    <message>
        <source>a column needs name, role and type</source>
        <translation>每列需要&#x2009;name、role&#x2009;和&#x2009;type</translation>
    </message>
    <message>
        <source>a cut edge has no weight</source>
        <translation>已剪断的连接没有权重</translation>
    </message>
    <message>
        <source>a layer needs 1 to {0} units</source>
        <translation>一层需要&#x2009;1&#x2009;到&#x2009;{0}&#x2009;个神经元</translation>
    </message>
    <message>
        <source>a network needs 1 to {0}</source>
        <translation>网络需要&#x2009;1&#x2009;到&#x2009;{0}&#x2009;层</translation>
    </message>
    <message>
        <source>a number is predicted, there are no classes: needs null</source>
        <translation>此处预测数值，没有类别，需要&#x2009;null</translation>
    </message>
    <message>
        <source>a number to predict needs 1 unit in the last layer</source>
        <translation>预测数值时最后一层需要&#x2009;1&#x2009;个神经元</translation>
    </message>
    <message>
        <source>a row needs {0}</source>
        <translation>每行需要&#x2009;{0}&#x2009;个</translation>
    </message>
    <message>
        <source>a table needs at least one</source>
        <translation>表格至少需要一个</translation>
    </message>
    <message>
        <source>a table needs at least one row</source>
        <translation>表格至少需要一行</translation>
    </message>
    <message>
        <source>a table needs exactly one</source>
        <translation>表格需要恰好一个</translation>
    </message>
    <message>
        <source>a table needs its rows</source>
        <translation>表格需要数据行</translation>
    </message>
    <message>
        <source>an epoch has {0} steps here</source>
        <translation>此处一轮有&#x2009;{0}&#x2009;步</translation>
    </message>
    <message>
        <source>cannot be read: {0}</source>
        <translation>无法读取：{0}</translation>
    </message>
    <message>
        <source>cannot be set</source>
        <translation>不能设置</translation>
    </message>
    <message>
        <source>cannot be written: its folder does not exist</source>
        <translation>无法写入：所在的文件夹不存在</translation>
    </message>
    <message>
        <source>cannot be written: {0}</source>
        <translation>无法写入：{0}</translation>
    </message>
    <message>
        <source>changes the network&apos;s shape</source>
        <translation>改变了网络的形状</translation>
    </message>
    <message>
        <source>choose mean_squared_error or another loss of numbers</source>
        <translation>请选择&#x2009;mean_squared_error&#x2009;或其他用于数值的损失</translation>
    </message>
    <message>
        <source>choose one of {0}</source>
        <translation>请选择其中之一：{0}</translation>
    </message>
    <message>
        <source>data.npz does not hold the rows that project.json names</source>
        <translation>data.npz&#x2009;中没有&#x2009;project.json&#x2009;所指的数据行</translation>
    </message>
    <message>
        <source>data.npz is packed, its rows have to be stored as they are</source>
        <translation>data.npz&#x2009;被压缩了，数据行须原样存放</translation>
    </message>
    <message>
        <source>data.npz: rows.npy is no table of float64 in C order</source>
        <translation>data.npz：rows.npy&#x2009;不是按&#x2009;C&#x2009;顺序存放的&#x2009;float64&#x2009;表</translation>
    </message>
    <message>
        <source>data.npz: rows.npy is not of version 1.0</source>
        <translation>data.npz：rows.npy&#x2009;不是&#x2009;1.0&#x2009;版</translation>
    </message>
    <message>
        <source>did you mean {0}?</source>
        <translation>是否想写&#x2009;{0}？</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>every feature once</source>
        <translation>每个特征只能出现一次</translation>
    </message>
    <message>
        <source>every point needs all its numbers</source>
        <translation>每个点都需要全部数值</translation>
    </message>
    <message>
        <source>float32 holds {0} at the most</source>
        <translation>float32&#x2009;最大只能表示&#x2009;{0}</translation>
    </message>
    <message>
        <source>has another shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>has gaps</source>
        <translation>有缺失值</translation>
    </message>
    <message>
        <source>has no input</source>
        <translation>没有输入列</translation>
    </message>
    <message>
        <source>has the shape {0}</source>
        <translation>形状为&#x2009;{0}</translation>
    </message>
    <message>
        <source>has the wrong length</source>
        <translation>长度不对</translation>
    </message>
    <message>
        <source>has {0}</source>
        <translation>现有&#x2009;{0}</translation>
    </message>
    <message>
        <source>has {0} bytes; {1} is the most that is read</source>
        <translation>有&#x2009;{0}&#x2009;字节，最多读取&#x2009;{1}</translation>
    </message>
    <message>
        <source>has {0} layers</source>
        <translation>有&#x2009;{0}&#x2009;层</translation>
    </message>
    <message>
        <source>has {0} letters</source>
        <translation>有&#x2009;{0}&#x2009;个字符</translation>
    </message>
    <message>
        <source>has {0} names</source>
        <translation>有&#x2009;{0}&#x2009;个名称</translation>
    </message>
    <message>
        <source>has {0} numbers</source>
        <translation>有&#x2009;{0}&#x2009;个数</translation>
    </message>
    <message>
        <source>has {0} targets</source>
        <translation>有&#x2009;{0}&#x2009;个目标列</translation>
    </message>
    <message>
        <source>holds half a character</source>
        <translation>含有半个字符</translation>
    </message>
    <message>
        <source>holds no {0}</source>
        <translation>缺少&#x2009;{0}</translation>
    </message>
    <message>
        <source>holds {0} twice</source>
        <translation>含有两个&#x2009;{0}</translation>
    </message>
    <message>
        <source>holds {0}, which no .nnd of version {1} has</source>
        <translation>含有&#x2009;{0}，版本&#x2009;{1}&#x2009;的&#x2009;.nnd&#x2009;中没有它</translation>
    </message>
    <message>
        <source>input {0} does not exist</source>
        <translation>输入&#x2009;{0}&#x2009;不存在</translation>
    </message>
    <message>
        <source>inputs are 0 to {0}</source>
        <translation>输入为&#x2009;0&#x2009;到&#x2009;{0}</translation>
    </message>
    <message>
        <source>is a damaged ZIP: {0}</source>
        <translation>是损坏的&#x2009;ZIP：{0}</translation>
    </message>
    <message>
        <source>is binary_crossentropy, which is defined for targets from 0 to 1; those of {0} go beyond</source>
        <translation>为&#x2009;binary_crossentropy，其目标须在&#x2009;0&#x2009;到&#x2009;1&#x2009;之间，而&#x2009;{0}&#x2009;的目标超出此范围</translation>
    </message>
    <message>
        <source>is categorical_crossentropy, which is defined for classes, and here a number is predicted</source>
        <translation>为&#x2009;categorical_crossentropy，它只用于分类，而此处预测的是数值</translation>
    </message>
    <message>
        <source>is cut</source>
        <translation>已剪断</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>为空</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>is no nndesk file: it is neither a ZIP nor JSON</source>
        <translation>不是&#x2009;nndesk&#x2009;文件：既不是&#x2009;ZIP&#x2009;也不是&#x2009;JSON</translation>
    </message>
    <message>
        <source>is no nndesk file: its mimetype is not {0}</source>
        <translation>不是&#x2009;nndesk&#x2009;文件：其&#x2009;mimetype&#x2009;不是&#x2009;{0}</translation>
    </message>
    <message>
        <source>is no setting of {0}</source>
        <translation>不是&#x2009;{0}&#x2009;的设置</translation>
    </message>
    <message>
        <source>is not JSON: {0}</source>
        <translation>不是&#x2009;JSON：{0}</translation>
    </message>
    <message>
        <source>is not UTF-8 text (byte {0})</source>
        <translation>不是&#x2009;UTF-8&#x2009;文本（第&#x2009;{0}&#x2009;字节）</translation>
    </message>
    <message>
        <source>is the output layer</source>
        <translation>是输出层</translation>
    </message>
    <message>
        <source>is {0}</source>
        <translation>现为&#x2009;{0}</translation>
    </message>
    <message>
        <source>is {0} at step {1}</source>
        <translation>在第&#x2009;{1}&#x2009;步时为&#x2009;{0}</translation>
    </message>
    <message>
        <source>is {0} in the last layer</source>
        <translation>在最后一层为&#x2009;{0}</translation>
    </message>
    <message>
        <source>is {0}, which this version cannot train yet</source>
        <translation>为&#x2009;{0}，本版本还不能训练</translation>
    </message>
    <message>
        <source>it goes with a .csv alone</source>
        <translation>它只能与&#x2009;.csv&#x2009;一起使用</translation>
    </message>
    <message>
        <source>it says how a file is to be read</source>
        <translation>它说明文件如何读取</translation>
    </message>
    <message>
        <source>its rows are too many for a .json, write a .nnd</source>
        <translation>数据行太多，.json&#x2009;放不下，请保存为&#x2009;.nnd</translation>
    </message>
    <message>
        <source>join it first</source>
        <translation>请先恢复这条连接</translation>
    </message>
    <message>
        <source>keys are written as network.layers.0.units</source>
        <translation>键的写法如&#x2009;network.layers.0.units</translation>
    </message>
    <message>
        <source>known are {0}</source>
        <translation>可用的有&#x2009;{0}</translation>
    </message>
    <message>
        <source>layer {0} does not exist</source>
        <translation>第&#x2009;{0}&#x2009;层不存在</translation>
    </message>
    <message>
        <source>layer {0} has inputs 0 to {1}</source>
        <translation>第&#x2009;{0}&#x2009;层的输入为&#x2009;0&#x2009;到&#x2009;{1}</translation>
    </message>
    <message>
        <source>layer {0} has units 0 to {1}</source>
        <translation>第&#x2009;{0}&#x2009;层的神经元为&#x2009;0&#x2009;到&#x2009;{1}</translation>
    </message>
    <message>
        <source>layer, input and unit are numbers from 0</source>
        <translation>层、输入和神经元都是从&#x2009;0&#x2009;开始的编号</translation>
    </message>
    <message>
        <source>names differ</source>
        <translation>名称须各不相同</translation>
    </message>
    <message>
        <source>names no parameter</source>
        <translation>没有指出参数</translation>
    </message>
    <message>
        <source>needs 0 there</source>
        <translation>那里需要&#x2009;0</translation>
    </message>
    <message>
        <source>needs 2 to 6 classes, or 0 to predict a number</source>
        <translation>需要&#x2009;2&#x2009;到&#x2009;6&#x2009;个类别，或以&#x2009;0&#x2009;表示预测数值</translation>
    </message>
    <message>
        <source>needs KEY=VALUE, as in optimizer.learning_rate=0.1</source>
        <translation>需要&#x2009;KEY=VALUE，例如&#x2009;optimizer.learning_rate=0.1</translation>
    </message>
    <message>
        <source>needs Unicode text</source>
        <translation>需要&#x2009;Unicode&#x2009;文本</translation>
    </message>
    <message>
        <source>needs a finite number</source>
        <translation>需要有限的数</translation>
    </message>
    <message>
        <source>needs a number</source>
        <translation>需要一个数</translation>
    </message>
    <message>
        <source>needs a number above {0} and of at most {1}</source>
        <translation>需要大于&#x2009;{0}&#x2009;且不超过&#x2009;{1}&#x2009;的数</translation>
    </message>
    <message>
        <source>needs a number above {0} or null</source>
        <translation>需要大于&#x2009;{0}&#x2009;的数或&#x2009;null</translation>
    </message>
    <message>
        <source>needs a number from {0} to {1}</source>
        <translation>需要&#x2009;{0}&#x2009;到&#x2009;{1}&#x2009;的数</translation>
    </message>
    <message>
        <source>needs a number of at least {0}</source>
        <translation>需要不小于&#x2009;{0}&#x2009;的数</translation>
    </message>
    <message>
        <source>needs a number of at least {0} and below {1}</source>
        <translation>需要不小于&#x2009;{0}&#x2009;且小于&#x2009;{1}&#x2009;的数</translation>
    </message>
    <message>
        <source>needs a number or null</source>
        <translation>需要一个数或&#x2009;null</translation>
    </message>
    <message>
        <source>needs a value</source>
        <translation>需要一个值</translation>
    </message>
    <message>
        <source>needs a whole number from {0} to {1}</source>
        <translation>需要&#x2009;{0}&#x2009;到&#x2009;{1}&#x2009;的整数</translation>
    </message>
    <message>
        <source>needs a whole number from {0} to {1} or null</source>
        <translation>需要&#x2009;{0}&#x2009;到&#x2009;{1}&#x2009;的整数或&#x2009;null</translation>
    </message>
    <message>
        <source>needs an object with &quot;format&quot;: &quot;{0}&quot;</source>
        <translation>需要含有&#x2009;&quot;format&quot;: &quot;{0}&quot;&#x2009;的对象</translation>
    </message>
    <message>
        <source>needs an object with {0}</source>
        <translation>需要含有&#x2009;{0}&#x2009;的对象</translation>
    </message>
    <message>
        <source>needs at least one of {0}</source>
        <translation>至少需要其中之一：{0}</translation>
    </message>
    <message>
        <source>needs at least {0}</source>
        <translation>至少需要&#x2009;{0}</translation>
    </message>
    <message>
        <source>needs its single keys</source>
        <translation>需要逐个写出键</translation>
    </message>
    <message>
        <source>needs keys and their values</source>
        <translation>需要键和值</translation>
    </message>
    <message>
        <source>needs null, &apos;balanced&apos;, or {0} numbers above 0, one a class</source>
        <translation>需要&#x2009;null、&apos;balanced&apos;，或&#x2009;{0}&#x2009;个大于&#x2009;0&#x2009;的数，每类一个</translation>
    </message>
    <message>
        <source>needs parameters.L.weights.I.U or parameters.L.bias.U</source>
        <translation>需要&#x2009;parameters.L.weights.I.U&#x2009;或&#x2009;parameters.L.bias.U</translation>
    </message>
    <message>
        <source>needs text of at most {0} letters</source>
        <translation>需要不超过&#x2009;{0}&#x2009;个字符的文本</translation>
    </message>
    <message>
        <source>needs that of the experiment</source>
        <translation>需要与实验的形状一致</translation>
    </message>
    <message>
        <source>needs true or false</source>
        <translation>需要&#x2009;true&#x2009;或&#x2009;false</translation>
    </message>
    <message>
        <source>needs {0}</source>
        <translation>需要&#x2009;{0}</translation>
    </message>
    <message>
        <source>needs {0} numbers a row</source>
        <translation>每行需要&#x2009;{0}&#x2009;个数</translation>
    </message>
    <message>
        <source>needs {0} to {1}, in order</source>
        <translation>需要按顺序从&#x2009;{0}&#x2009;到&#x2009;{1}</translation>
    </message>
    <message>
        <source>needs {0}, or more of that</source>
        <translation>需要&#x2009;{0}&#x2009;或其延续</translation>
    </message>
    <message>
        <source>nndesk is not installed whole</source>
        <translation>nndesk&#x2009;安装不完整</translation>
    </message>
    <message>
        <source>no key holds more than lists of lists</source>
        <translation>任何键最多只含列表的列表</translation>
    </message>
    <message>
        <source>of all links only those to {0} can</source>
        <translation>只能打开指向&#x2009;{0}&#x2009;的链接</translation>
    </message>
    <message>
        <source>one value each</source>
        <translation>每处只能有一个值</translation>
    </message>
    <message>
        <source>only hidden layers can go</source>
        <translation>只能删除隐藏层</translation>
    </message>
    <message>
        <source>only hidden layers have copies</source>
        <translation>只能复制隐藏层</translation>
    </message>
    <message>
        <source>presets are {0}</source>
        <translation>示例有&#x2009;{0}</translation>
    </message>
    <message>
        <source>sets a whole object</source>
        <translation>设置了整个对象</translation>
    </message>
    <message>
        <source>sets what an earlier entry sets</source>
        <translation>重复设置了前面一项</translation>
    </message>
    <message>
        <source>such an edit begins a new run</source>
        <translation>这样的编辑会开始新的训练</translation>
    </message>
    <message>
        <source>there are 0 to {0}</source>
        <translation>可用&#x2009;0&#x2009;到&#x2009;{0}</translation>
    </message>
    <message>
        <source>there are layers 0 to {0}</source>
        <translation>可用的层为&#x2009;0&#x2009;到&#x2009;{0}</translation>
    </message>
    <message>
        <source>there are none</source>
        <translation>这里没有</translation>
    </message>
    <message>
        <source>there are {0}s 0 to {1}</source>
        <translation>可用的&#x2009;{0}&#x2009;为&#x2009;0&#x2009;到&#x2009;{1}</translation>
    </message>
    <message>
        <source>there is {0} 0 alone</source>
        <translation>只有&#x2009;{0}&#x2009;0</translation>
    </message>
    <message>
        <source>this nndesk reads versions up to {0}</source>
        <translation>本版&#x2009;nndesk&#x2009;只能读取到版本&#x2009;{0}</translation>
    </message>
    <message>
        <source>this version cannot read tables yet, only .nnd and .json</source>
        <translation>本版本还不能读取表格，只能读取&#x2009;.nnd&#x2009;和&#x2009;.json</translation>
    </message>
    <message>
        <source>two classes need 1 unit in the last layer, or 2 with the activation &apos;softmax&apos;</source>
        <translation>两个类别时最后一层需要&#x2009;1&#x2009;个神经元，或&#x2009;2&#x2009;个并使用激活函数&#x2009;&apos;softmax&apos;</translation>
    </message>
    <message>
        <source>unit {0} does not exist</source>
        <translation>神经元&#x2009;{0}&#x2009;不存在</translation>
    </message>
    <message>
        <source>units are 0 to {0}</source>
        <translation>神经元为&#x2009;0&#x2009;到&#x2009;{0}</translation>
    </message>
    <message>
        <source>unknown key</source>
        <translation>未知的键</translation>
    </message>
    <message>
        <source>{0} cannot be opened</source>
        <translation>{0}&#x2009;无法打开</translation>
    </message>
    <message>
        <source>{0} classes need {1} units in the last layer</source>
        <translation>{0}&#x2009;个类别时最后一层需要&#x2009;{1}&#x2009;个神经元</translation>
    </message>
    <message>
        <source>{0} has no parts</source>
        <translation>{0}&#x2009;没有下级</translation>
    </message>
    <message>
        <source>{0} has {1} bytes; at most {2} can be right</source>
        <translation>{0}&#x2009;有&#x2009;{1}&#x2009;字节，最多只应有&#x2009;{2}</translation>
    </message>
    <message>
        <source>{0} holds no {1}</source>
        <translation>{0}&#x2009;中缺少&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0} holds no {1} losses up to epoch {2}</source>
        <translation>{0}&#x2009;中缺少到第&#x2009;{2}&#x2009;轮为止的&#x2009;{1}&#x2009;损失</translation>
    </message>
    <message>
        <source>{0} holds numbers that are not finite</source>
        <translation>{0}&#x2009;含有非有限的数</translation>
    </message>
    <message>
        <source>{0} holds {1} train and {2} test losses</source>
        <translation>{0}&#x2009;含有&#x2009;{1}&#x2009;个训练损失和&#x2009;{2}&#x2009;个测试损失</translation>
    </message>
    <message>
        <source>{0} holds {1}, which the experiment has not</source>
        <translation>{0}&#x2009;含有&#x2009;{1}，而实验中没有</translation>
    </message>
    <message>
        <source>{0} is a table</source>
        <translation>{0}&#x2009;是表格</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}</source>
        <translation>{0}&#x2009;已损坏：{1}</translation>
    </message>
    <message>
        <source>{0} is neither a preset nor a file</source>
        <translation>{0}&#x2009;既不是示例也不是文件</translation>
    </message>
    <message>
        <source>{0} is no activation</source>
        <translation>{0}&#x2009;不是激活函数</translation>
    </message>
    <message>
        <source>{0} is no feature</source>
        <translation>{0}&#x2009;不是特征</translation>
    </message>
    <message>
        <source>{0} is no initializer</source>
        <translation>{0}&#x2009;不是初始化方法</translation>
    </message>
    <message>
        <source>{0} is no kind of data</source>
        <translation>{0}&#x2009;不是数据种类</translation>
    </message>
    <message>
        <source>{0} is no loss</source>
        <translation>{0}&#x2009;不是损失函数</translation>
    </message>
    <message>
        <source>{0} is no optimizer</source>
        <translation>{0}&#x2009;不是优化器</translation>
    </message>
    <message>
        <source>{0} is no preset</source>
        <translation>{0}&#x2009;不是示例</translation>
    </message>
    <message>
        <source>{0} is no schedule</source>
        <translation>{0}&#x2009;不是学习率计划</translation>
    </message>
    <message>
        <source>{0} is no way to shuffle</source>
        <translation>{0}&#x2009;不是打乱方式</translation>
    </message>
    <message>
        <source>{0} is no {1}</source>
        <translation>{0}&#x2009;不是&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0} is packed in an unknown way</source>
        <translation>{0}&#x2009;的压缩方式未知</translation>
    </message>
    <message>
        <source>{0} stands twice</source>
        <translation>{0}&#x2009;出现了两次</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0}: {1} is {2}; the experiment needs float64 of {3}</source>
        <translation>{0}：{1}&#x2009;为&#x2009;{2}，实验需要形状为&#x2009;{3}&#x2009;的&#x2009;float64</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}；{1}</translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>Go to the panel</source>
        <translation>转到面板</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>窗口的下一部分</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>窗口的上一部分</translation>
    </message>
</context>
<context>
    <name>Sample</name>
    <message>
        <source>predicted {0}</source>
        <translation>预测&#x2009;{0}</translation>
    </message>
    <message>
        <source>test sample {0} of {1}</source>
        <translation>测试样本&#x2009;{0}&#x2009;/&#x2009;{1}</translation>
    </message>
    <message>
        <source>training sample {0} of {1}</source>
        <translation>训练样本&#x2009;{0}&#x2009;/&#x2009;{1}</translation>
    </message>
    <message>
        <source>true {0}</source>
        <translation>真实&#x2009;{0}</translation>
    </message>
    <message>
        <source>what if</source>
        <translation>假设</translation>
    </message>
</context>
<context>
    <name>SaturationChips</name>
    <message>
        <source>{0} of {1} above {2}</source>
        <translation>{1}&#x2009;个中有&#x2009;{0}&#x2009;个超过&#x2009;{2}</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Don’t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the changes first?</source>
        <translation>要先保存更改吗？</translation>
    </message>
    <message>
        <source>Without saving, what was changed or trained since is lost.</source>
        <translation>若不保存，此后的修改和训练都会丢失。</translation>
    </message>
</context>
<context>
    <name>ScheduleSection</name>
    <message>
        <source>Decay epochs</source>
        <translation>衰减轮数</translation>
    </message>
    <message>
        <source>Decay rate</source>
        <translation>衰减率</translation>
    </message>
    <message>
        <source>Epochs in which the rate rises from 0</source>
        <translation>学习率从&#x2009;0&#x2009;升起所用的轮数</translation>
    </message>
    <message>
        <source>Epochs until the rate has fallen once</source>
        <translation>学习率下降一次所用的轮数</translation>
    </message>
    <message>
        <source>Last ÷ first rate</source>
        <translation>末率&#x2009;÷&#x2009;初率</translation>
    </message>
    <message>
        <source>Learning rate over time</source>
        <translation>学习率随时间的变化</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>Schedule: the learning rate over time</source>
        <translation>学习率计划：学习率随时间的变化</translation>
    </message>
    <message>
        <source>The rate has reached 0: nothing changes any more.</source>
        <translation>学习率已降到&#x2009;0：不再有任何变化。</translation>
    </message>
    <message>
        <source>Warm-up epochs</source>
        <translation>预热轮数</translation>
    </message>
    <message>
        <source>What is left of the rate in the end</source>
        <translation>学习率最后还剩多少</translation>
    </message>
    <message>
        <source>What the rate is multiplied by each time it falls</source>
        <translation>每次下降时学习率所乘的数</translation>
    </message>
    <message>
        <source>now {0}</source>
        <translation>当前&#x2009;{0}</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Dash negative weights</source>
        <translation>负权重用虚线</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Nothing glides, fades or blinks</source>
        <translation>不滑动、不淡入淡出、不闪烁</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>One at a time, where training shows something</source>
        <translation>一次一条，在训练中出现值得注意的情况时</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Start with the welcome page</source>
        <translation>启动时显示欢迎页</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>The oldest are forgotten first</source>
        <translation>最早的步骤最先丢弃</translation>
    </message>
    <message>
        <source>Their sign is seen without colour</source>
        <translation>不靠颜色也能看出正负</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Undo steps</source>
        <translation>可撤销步数</translation>
    </message>
    <message>
        <source>Where no file is opened at the start</source>
        <translation>启动时没有打开文件时</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Sketch</name>
    <message>
        <source>Draw the loss as you expect it</source>
        <translation>画出你预想的损失曲线</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>1 input</source>
        <translation>1&#x2009;个输入</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Weight from {0} to {1}</source>
        <translation>从&#x2009;{0}&#x2009;到&#x2009;{1}&#x2009;的权重</translation>
    </message>
    <message>
        <source>Weights into {0}</source>
        <translation>进入&#x2009;{0}&#x2009;的权重</translation>
    </message>
    <message>
        <source>bias {0}</source>
        <translation>偏置&#x2009;{0}</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>已剪断</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>失活</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>minus {0}</source>
        <translation>负&#x2009;{0}</translation>
    </message>
    <message>
        <source>neuron {0}</source>
        <translation>神经元&#x2009;{0}</translation>
    </message>
    <message>
        <source>output {0}</source>
        <translation>输出&#x2009;{0}</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>{0} inputs</source>
        <translation>{0}&#x2009;个输入</translation>
    </message>
    <message>
        <source>{0} neuron {1}</source>
        <translation>{0}&#x2009;神经元&#x2009;{1}</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}&#x2009;{1}</translation>
    </message>
</context>
<context>
    <name>SummarySheet</name>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>All numbers, for a spreadsheet (Ctrl+C)</source>
        <translation>全部数值，可粘贴到电子表格（Ctrl+C）</translation>
    </message>
    <message>
        <source>All parameters</source>
        <translation>参数总数</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Frozen or cut</source>
        <translation>冻结或剪断</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Output shape</source>
        <translation>输出形状</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>可训练</translation>
    </message>
</context>
<context>
    <name>Teach</name>
    <message>
        <source>Leave the lesson</source>
        <translation>退出课程</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>上一步</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Press Space to train — the loss draws itself here</source>
        <translation>按空格键开始训练，损失曲线会画在这里</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>epoch {0} of {1}, loss {2}</source>
        <translation>第&#x2009;{0}&#x2009;轮，共&#x2009;{1}&#x2009;轮，损失&#x2009;{2}</translation>
    </message>
    <message>
        <source>epoch {0}: loss is no longer a number</source>
        <translation>第&#x2009;{0}&#x2009;轮：损失不再是有限的数</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>32 bits</source>
        <translation>32&#x2009;位</translation>
    </message>
    <message>
        <source>64 bits</source>
        <translation>64&#x2009;位</translation>
    </message>
    <message>
        <source>A smaller last batch, as in Keras, or batches across epochs, as in Playground</source>
        <translation>最后一批较小（如&#x2009;Keras），或批跨越各轮（如&#x2009;Playground）</translation>
    </message>
    <message>
        <source>Accuracy counts outputs that equal their target when rounded: here none can.</source>
        <translation>准确率统计取整后等于目标的输出；这里一个也不可能有。</translation>
    </message>
    <message>
        <source>All rows are for training</source>
        <translation>全部行都用于训练</translation>
    </message>
    <message>
        <source>Also {0}</source>
        <translation>另外：{0}</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>分批</translation>
    </message>
    <message>
        <source>Clip gradient</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Decoupled, as in Keras</source>
        <translation>解耦式，与&#x2009;Keras&#x2009;相同</translation>
    </message>
    <message>
        <source>End with the epoch</source>
        <translation>随轮结束</translation>
    </message>
    <message>
        <source>Epoch reaches</source>
        <translation>轮数达到</translation>
    </message>
    <message>
        <source>Every epoch</source>
        <translation>每轮</translation>
    </message>
    <message>
        <source>Form of ε</source>
        <translation>ε&#x2009;的位置</translation>
    </message>
    <message>
        <source>Gradient descent takes all samples at once</source>
        <translation>梯度下降一次用全部样本</translation>
    </message>
    <message>
        <source>How each step uses the gradient</source>
        <translation>每一步如何使用梯度</translation>
    </message>
    <message>
        <source>How much of the last step is kept</source>
        <translation>保留上一步的多少</translation>
    </message>
    <message>
        <source>How much of the mean gradient is kept</source>
        <translation>保留梯度均值的多少</translation>
    </message>
    <message>
        <source>How much of the mean squared gradient is kept</source>
        <translation>保留梯度平方均值的多少</translation>
    </message>
    <message>
        <source>How the start values of all weights are drawn</source>
        <translation>怎样抽取全部权重的初始值</translation>
    </message>
    <message>
        <source>Initialiser</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>Keeps the division from growing without bound</source>
        <translation>防止除法的结果无限增大</translation>
    </message>
    <message>
        <source>Keras: outside the correction</source>
        <translation>Keras：修正之外</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Limits very long steps</source>
        <translation>限制过长的步子</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss is below</source>
        <translation>损失低于</translation>
    </message>
    <message>
        <source>Momentum β</source>
        <translation>动量&#x2009;β</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>No gain for</source>
        <translation>无改善轮数</translation>
    </message>
    <message>
        <source>Of all numbers in training: 32 bits are about 7 digits, 64 about 16</source>
        <translation>训练中所有数的精度：32&#x2009;位约&#x2009;7&#x2009;个数字，64&#x2009;位约&#x2009;16&#x2009;个</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>仅一次</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Optimizer: how each step uses the gradient</source>
        <translation>优化器：每一步怎样使用梯度</translation>
    </message>
    <message>
        <source>Paper: inside it</source>
        <translation>论文：修正之内</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>跨轮连续</translation>
    </message>
    <message>
        <source>R² on test</source>
        <translation>测试&#x2009;R²</translation>
    </message>
    <message>
        <source>R² on train</source>
        <translation>训练&#x2009;R²</translation>
    </message>
    <message>
        <source>Samples per step</source>
        <translation>每一步用的样本数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>打乱顺序</translation>
    </message>
    <message>
        <source>Size of each step</source>
        <translation>每一步的大小</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Stop when</source>
        <translation>停止条件</translation>
    </message>
    <message>
        <source>Stop when: epoch</source>
        <translation>停止条件：轮数</translation>
    </message>
    <message>
        <source>Stop when: {0}</source>
        <translation>停止条件：{0}</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>Train accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>When the order of the samples is drawn anew</source>
        <translation>何时重新抽取样本的顺序</translation>
    </message>
    <message>
        <source>When training pauses by itself: at an epoch, below a train loss, or after epochs without a lower test loss, back at the best one</source>
        <translation>训练何时自动暂停：到达某一轮、训练损失低于某值，或若干轮内测试损失没有降低（回到最好的一轮）</translation>
    </message>
    <message>
        <source>Whether ε is added before or after the bias correction</source>
        <translation>ε&#x2009;加在偏差修正之前还是之后</translation>
    </message>
    <message>
        <source>after {0} epochs without gain</source>
        <translation>连续&#x2009;{0}&#x2009;轮无改善</translation>
    </message>
    <message>
        <source>at a loss below {0}</source>
        <translation>损失低于&#x2009;{0}</translation>
    </message>
    <message>
        <source>at epoch {0}</source>
        <translation>第&#x2009;{0}&#x2009;轮</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>分批</translation>
    </message>
    <message>
        <source>clip gradient</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>form of ε</source>
        <translation>ε&#x2009;的位置</translation>
    </message>
    <message>
        <source>initialiser</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>log scale · per epoch</source>
        <translation>对数刻度 · 每轮</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>多种</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>shuffle</source>
        <translation>打乱顺序</translation>
    </message>
    <message>
        <source>stop rule</source>
        <translation>停止条件</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>/ {0}</source>
        <translation>/ {0}</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Epoch {0}</source>
        <translation>第&#x2009;{0}&#x2009;轮</translation>
    </message>
    <message>
        <source>Max</source>
        <comment>speed</comment>
        <translation>最快</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Step by</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>Transport</source>
        <extracomment>The keys of the step sizes; those before them belong to the parts of a step.</extracomment>
        <translation>播放控制</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>paused: at the best epoch</source>
        <translation>已暂停：回到最好的一轮</translation>
    </message>
    <message>
        <source>paused: epoch {0} reached</source>
        <translation>已暂停：到达第&#x2009;{0}&#x2009;轮</translation>
    </message>
    <message>
        <source>paused: loss low enough</source>
        <translation>已暂停：损失已足够低</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>ready · {0} parameters</source>
        <translation>就绪 · {0}&#x2009;个参数</translation>
    </message>
    <message>
        <source>stopped in epoch {0}</source>
        <translation>停在第&#x2009;{0}&#x2009;轮</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>{0} ep/s</source>
        <translation>{0}&#x2009;轮/秒</translation>
    </message>
    <message>
        <source>{0} epochs/s</source>
        <translation>{0}&#x2009;轮/秒</translation>
    </message>
</context>
<context>
    <name>WeightPlot</name>
    <message>
        <source>The weight through training</source>
        <translation>训练过程中的权重</translation>
    </message>
    <message>
        <source>epoch {0}</source>
        <translation>第&#x2009;{0}&#x2009;轮</translation>
    </message>
    <message>
        <source>epoch {0}: {1}</source>
        <translation>第&#x2009;{0}&#x2009;轮：{1}</translation>
    </message>
    <message>
        <source>{0} at epoch {1}, {2} at epoch {3}</source>
        <translation>第&#x2009;{1}&#x2009;轮为&#x2009;{0}，第&#x2009;{3}&#x2009;轮为&#x2009;{2}</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Depth bends the plane</source>
        <translation>深度弯曲平面</translation>
    </message>
    <message>
        <source>Do not show this at start</source>
        <translation>启动时不显示此页</translation>
    </message>
    <message>
        <source>Draw a network. Watch it learn.</source>
        <translation>画一个网络，看它学习。</translation>
    </message>
    <message>
        <source>Empty canvas</source>
        <translation>空白画布</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Files that you open or save are listed here.</source>
        <translation>打开或保存过的文件会列在这里。</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>More examples</source>
        <translation>更多示例</translation>
    </message>
    <message>
        <source>One line is not enough</source>
        <translation>一条线不够</translation>
    </message>
    <message>
        <source>One neuron, one line</source>
        <translation>一个神经元，一条线</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Predict a number</source>
        <translation>预测一个数</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Start from an example, a lesson or an empty canvas. Everything runs on this computer.</source>
        <translation>从示例、课程或空白画布开始。一切都在这台电脑上运行。</translation>
    </message>
    <message>
        <source>Three lines make a ring</source>
        <translation>三条线围成一圈</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M&#x2009;月&#x2009;d&#x2009;日</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>today, {0}</source>
        <translation>今天&#x2009;{0}</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0}&#x2009;分钟</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>, </source>
        <extracomment>What tiles and rings may reach beyond a control; panels keep this much free at their sides. From the sides of a panel to its controls.</extracomment>
        <translation>、</translation>
    </message>
    <message>
        <source>A layer has 1 to {0} neurons.</source>
        <translation>一层有&#x2009;1&#x2009;到&#x2009;{0}&#x2009;个神经元。</translation>
    </message>
    <message>
        <source>A network has 1 to {0} layers.</source>
        <translation>一个网络有&#x2009;1&#x2009;到&#x2009;{0}&#x2009;层。</translation>
    </message>
    <message>
        <source>File not found: {0}</source>
        <translation>找不到文件：{0}</translation>
    </message>
    <message>
        <source>Needs at least one feature.</source>
        <translation>至少需要一个特征。</translation>
    </message>
    <message>
        <source>This version cannot train with these data.</source>
        <translation>此版本还不能用这些数据训练。</translation>
    </message>
</context>
<context>
    <name>Workshop</name>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Next epoch</source>
        <translation>下一轮</translation>
    </message>
    <message>
        <source>Open…</source>
        <extracomment>Of a menu: an action, what makes a menu inside it, or a line.</extracomment>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>走一步</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>教学</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>_Delegate</name>
    <message>
        <source>Weight from {0}</source>
        <translation>来自&#x2009;{0}&#x2009;的权重</translation>
    </message>
</context>
<context>
    <name>_Images</name>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>{0}: class {1}</source>
        <translation>{0}：类别&#x2009;{1}</translation>
    </message>
</context>
<context>
    <name>_Model</name>
    <message>
        <source>A locked weight does not learn</source>
        <translation>锁定的权重不学习</translation>
    </message>
    <message>
        <source>This edge is cut; its panel brings it back</source>
        <translation>这条连接已剪断；在它的面板中可以接回</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>条形</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>已剪断</translation>
    </message>
    <message>
        <source>from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>锁</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>not locked</source>
        <translation>未锁定</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{0} · double-click shows this weight alone</source>
        <translation>{0} · 双击单独查看这个权重</translation>
    </message>
</context>
<context>
    <name>_Norms</name>
    <message>
        <source>Gradient norm of the last steps</source>
        <translation>最后几步的梯度范数</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>no. {0}</source>
        <translation>第&#x2009;{0}&#x2009;个</translation>
    </message>
    <message>
        <source>{0}: {1}, loss {2}</source>
        <translation>{0}：{1}，损失&#x2009;{2}</translation>
    </message>
</context>
<context>
    <name>activation</name>
    <message>
        <source>ELU</source>
        <translation>ELU</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>Leaky</source>
        <translation>Leaky</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>SELU</source>
        <translation>SELU</translation>
    </message>
    <message>
        <source>SiLU</source>
        <translation>SiLU</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>Softplus</source>
        <translation>Softplus</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
</context>
<context>
    <name>data</name>
    <message>
        <source>Breast cancer</source>
        <translation>乳腺癌</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆环</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Exclusive or</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Hills</source>
        <translation>山丘</translation>
    </message>
    <message>
        <source>Iris</source>
        <translation>鸢尾花</translation>
    </message>
    <message>
        <source>Penguins</source>
        <translation>企鹅</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Random table</source>
        <translation>随机数表</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>螺旋</translation>
    </message>
    <message>
        <source>Two blobs</source>
        <translation>双团</translation>
    </message>
    <message>
        <source>Two moons</source>
        <translation>双月</translation>
    </message>
    <message>
        <source>Wine</source>
        <translation>葡萄酒</translation>
    </message>
</context>
<context>
    <name>initializer</name>
    <message>
        <source>Constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>Glorot (Xavier)</source>
        <translation>Glorot (Xavier)</translation>
    </message>
    <message>
        <source>Glorot normal</source>
        <translation>Glorot&#x2009;正态</translation>
    </message>
    <message>
        <source>He</source>
        <translation>He</translation>
    </message>
    <message>
        <source>He normal</source>
        <translation>He&#x2009;正态</translation>
    </message>
    <message>
        <source>LeCun</source>
        <translation>LeCun</translation>
    </message>
    <message>
        <source>LeCun normal</source>
        <translation>LeCun&#x2009;正态</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正态</translation>
    </message>
    <message>
        <source>Playground&apos;s</source>
        <translation>Playground&#x2009;式</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全零</translation>
    </message>
</context>
<context>
    <name>loss</name>
    <message>
        <source>Binary cross-entropy</source>
        <translation>二元交叉熵</translation>
    </message>
    <message>
        <source>Half squared error</source>
        <translation>半平方误差</translation>
    </message>
    <message>
        <source>Huber</source>
        <translation>胡贝尔</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>平均绝对误差</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>Softmax cross-entropy</source>
        <translation>多类交叉熵</translation>
    </message>
</context>
<context>
    <name>missing</name>
    <message>
        <source>A category of its own</source>
        <translation>单独作为一类</translation>
    </message>
    <message>
        <source>Leave the row out</source>
        <translation>去掉该行</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均值</translation>
    </message>
    <message>
        <source>Most frequent value</source>
        <translation>最常见的值</translation>
    </message>
</context>
<context>
    <name>optimizer</name>
    <message>
        <source>Adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>GD</source>
        <translation>GD</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
</context>
<context>
    <name>scaling</name>
    <message>
        <source>0 to 1</source>
        <translation>0&#x2009;到&#x2009;1</translation>
    </message>
    <message>
        <source>Mean 0, deviation 1</source>
        <translation>均值&#x2009;0，标准差&#x2009;1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不缩放</translation>
    </message>
</context>
<context>
    <name>schedule</name>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>阶梯</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
</context>
</TS>
